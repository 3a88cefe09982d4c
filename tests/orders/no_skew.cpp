// SPDX-License-Identifier: BSL-1.0
#include <stm/stm.hpp>

#include <tests/orders/each_source.hpp>
#include <tests/orders/must.hpp>

#include <memory>

using orders::must;
using stm::testing::scene;

TEST_CASE("two that read what the other writes do not both miss it") {
  orders::each_source([](scene& all) {
    struct ward {
      stm::var<bool> is_on_call[2] = {stm::var<bool>{true}, stm::var<bool>{true}};
    };
    const auto open = std::make_shared<ward>();
    for (int me : {0, 1}) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) {
          if (*tx[open->is_on_call[1 - me]]) tx[open->is_on_call[me]] = false;
        });
      });
    }
    all.afterwards([=] {
      must(open->is_on_call[0].load() != open->is_on_call[1].load(), "both have left, or neither");
    });
  });
}

TEST_CASE("three that read in a ring do not all miss each other") {
  orders::each_source([](scene& all) {
    struct ring {
      stm::var<int> at[3] = {stm::var<int>{0}, stm::var<int>{0}, stm::var<int>{0}};
    };
    const auto open = std::make_shared<ring>();
    for (int me : {0, 1, 2}) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) {
          if (*tx[open->at[(me + 1) % 3]] == 0) tx[open->at[me]] = 1;
        });
      });
    }
    all.afterwards([=] {
      const int sum = open->at[0].load() + open->at[1].load() + open->at[2].load();
      must(sum == 1 || sum == 2, "no order of three blocks gives this sum");
    });
  });
}

TEST_CASE("two changesets that read what the other writes do not both miss it") {
  orders::each_source([](scene& all) {
    const auto store = std::make_shared<stm::store<int>>();
    store->commit({}, {"a", "b"}, [](auto& both) { both["a"] = 0, both["b"] = 0; });
    for (const char* const me : {"a", "b"}) {
      all.thread([=] {
        stm::retry([&] {
          auto both = store->checkout({"a", "b"});
          if (*both["a"] + *both["b"] == 0) both[me] = 1;
          both.commit();
        });
      });
    }
    all.afterwards([=] {
      must(*store->checkout("a") + *store->checkout("b") == 1, "both have missed each other");
    });
  });
}
