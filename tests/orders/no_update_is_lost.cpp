// SPDX-License-Identifier: BSL-1.0
#include <stm/stm.hpp>

#include <tests/orders/each_source.hpp>
#include <tests/orders/must.hpp>

#include <array>
#include <memory>
#include <string>

using orders::must;
using stm::testing::scene;

TEST_CASE("no update of a variable is lost") {
  orders::each_source([](scene& all) {
    const auto sum = std::make_shared<stm::var<int>>(0);
    for (int i = 0; i < 3; ++i)
      all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[*sum] += 1; }); });
    all.afterwards([=] { must(sum->load() == 3, "three added 1, and the sum is another"); });
  });
}

TEST_CASE("no update of a large value is lost") {
  orders::each_source([](scene& all) {
    const auto text = std::make_shared<stm::var<std::string>>(std::string(30, '-'));
    for (const char each : {'a', 'b'}) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) { tx[*text] = *tx[*text] + each; });
      });
    }
    all.afterwards([=] {
      const auto end = text->load().substr(30);
      must(end == "ab" || end == "ba", "two letters were added, and others are there");
    });
  });
}

TEST_CASE("no update by checkout and commit is lost") {
  orders::each_source([](scene& all) {
    const auto store = std::make_shared<stm::store<int>>();
    store->commit({}, {"sum"}, [](auto& one) { one["sum"] = 0; });
    for (int i = 0; i < 2; ++i) {
      all.thread([=] {
        stm::retry([&] {
          auto one = store->checkout({"sum"});
          one["sum"] = *one["sum"] + 1;
          one.commit();
        });
      });
    }
    all.afterwards([=] {
      must(*store->checkout("sum") == 2, "two added 1, and the sum is another");
    });
  });
}

TEST_CASE("money that goes round is neither made nor lost") {
  orders::each_source([](scene& all) {
    struct bank {
      std::array<stm::var<int>, 3> accounts{stm::var<int>{1}, stm::var<int>{1}, stm::var<int>{1}};
    };
    const auto open = std::make_shared<bank>();
    for (std::size_t from = 0; from < 3; ++from) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) {
          tx[open->accounts[from]] -= 1;
          tx[open->accounts[(from + 1) % 3]] += 1;
        });
      });
    }
    all.afterwards([=] {
      for (const auto& each : open->accounts) must(each.load() == 1, "an account does not hold 1");
    });
  });
}
