// SPDX-License-Identifier: BSL-1.0
// Nested blocks and alternatives that were taken back leave nothing behind; keys come and go whole.
#include <stm/stm.hpp>

#include <tests/orders/each_source.hpp>
#include <tests/orders/must.hpp>

#include <memory>
#include <stdexcept>

using orders::must;
using stm::testing::scene;

TEST_CASE("a nested block that was taken back has changed nothing") {
  orders::each_source([](scene& all) {
    struct pair {
      stm::var<int> a{0}, b{0};
    };
    const auto both = std::make_shared<pair>();
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) {
        tx[both->a] += 1;
        try {
          stm::atomically([&](stm::transaction& inner) {
            inner[both->a] += 10;
            inner[both->b] += 10;
            throw std::out_of_range{"taken back"};
          });
        } catch (const std::out_of_range&) {
        }
      });
    });
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) {
        must(*tx[both->a] <= 1 && *tx[both->b] == 0, "what was taken back is seen");
        tx[both->a] += 2;
      });
    });
    all.afterwards([=] {
      must(both->a.load() == 3 && both->b.load() == 0, "a block has changed something else");
    });
  });
}

TEST_CASE("what the first alternative has read stands as well") {
  orders::each_source([](scene& all) {
    struct pair {
      stm::var<int> a{0}, b{0};
    };
    const auto both = std::make_shared<pair>();
    // Sets b only as long as a is 0, which its first alternative has seen.
    all.thread([=] {
      stm::atomically(stm::or_else([&](stm::transaction& one) { one.check(*one[both->a] == 1); },
                                   [&](stm::transaction& other) { other[both->b] = 1; }));
    });
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) {
        if (*tx[both->b] == 0) tx[both->a] = 1;
      });
    });
    all.afterwards([=] {
      must(both->a.load() + both->b.load() == 1, "each of two has missed the other");
    });
  });
}

TEST_CASE("two keys that are made together are seen together") {
  orders::each_source([](scene& all) {
    const auto store = std::make_shared<stm::store<int>>();
    all.thread([=] {
      store->commit({}, {"a", "b"}, [](auto& both) { both["a"] = 1, both["b"] = 1; });
    });
    all.thread([=] {
      const auto seen = store->to_map();
      must(seen.empty() || seen.size() == 2, "one of two keys is seen");
    });
  });
}
