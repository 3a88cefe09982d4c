// SPDX-License-Identifier: BSL-1.0
// A key that is erased and made again, or a value that was changed and changed back, is taken for
// one that has not moved (etcd#7184, tiflow#2510). What a handle or a pull makes of it is told in
// tests/stm/value_test.cpp and snapshot_test.cpp.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/regressions/some_orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>

using orders::must;

namespace {

void set(stm::var<int>& v, int to) {
  stm::atomically([&](stm::transaction& tx) { tx[v] = to; });
}
void make(stm::store<std::string>& store, const std::string& text) {
  store.commit({}, {"key"}, [&](auto& one) { one["key"] = text; });
}

}  // namespace

TEST_CASE("a block whose variable was changed and changed back is run again") {
  stm::var<int> v{1}, seen{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[seen] = *tx[v];
    if (++runs > 1) return;
    support::elsewhere([&] {
      set(v, 2);
      set(v, 1);
    });
  });
  CHECK(runs == 2);
}

TEST_CASE("a block that has seen a key is run again where it was erased and made again") {
  stm::store<std::string> store;
  make(store, "same");
  stm::var<int> length{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[length] = static_cast<int>((*tx[store.var("key")])->size());
    if (++runs > 1) return;
    support::elsewhere([&] {
      CHECK(store.erase("key"));
      make(store, "same");
    });
  });
  CHECK(runs == 2);
}

TEST_CASE("a changeset that has only looked at a key fails where it was erased and made again") {
  stm::store<std::string> store;
  make(store, "same");
  auto both = store.checkout("key", "other");
  both["other"] = both["key"]->size() == 4 ? "four" : "not";
  support::elsewhere([&] {
    store.erase("key");
    make(store, "same");
  });
  CHECK_FALSE(both.try_commit());
  CHECK_FALSE(store.contains("other"));
}

TEST_CASE("a key that is erased and made again in one transaction has moved") {
  stm::store<std::string> store;
  make(store, "same");
  auto held = store.checkout("key");
  stm::atomically([&](stm::transaction& tx) {
    CHECK(store.erase("key"));
    tx[store.var("key")] = "same";
  });
  held = "mine";
  CHECK_FALSE(held.try_commit());
}

TEST_CASE("in no order does who adds to a key miss that it was erased and made again") {
  orders::some([](stm::testing::scene& all) {
    const auto store = std::make_shared<stm::store<int>>();
    store->commit({}, {"key"}, [](auto& one) { one["key"] = 1; });
    all.thread([=] {
      store->erase("key");
      store->commit({}, {"key"}, [](auto& one) { one["key"] = *one["key"] + 1; });
    });
    all.thread([=] {
      store->commit({}, {"key"}, [](auto& one) { one["key"] = *one["key"] + 10; });
    });
    all.afterwards([=] {
      // 11 + gone + 1, or gone + 10 + 1, or gone + 1 + 10.
      const int is = *store->checkout("key");
      must(is == 1 || is == 11, "an addition rests on a key that was gone meanwhile");
    });
  });
}

TEST_CASE("beside one who erases a key and makes it again, no handle outlives its key") {
  const support::deadline limit{"handles and makers"};
  stm::store<std::string> store;
  stm::var<int> made{0};
  std::atomic<int> held{0}, lost{0};
  const int rounds = support::rounds(2000);
  support::in_threads(3, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      if (me == 0) {
        store.erase("key");
        stm::atomically([&](stm::transaction& tx) { tx[store.var("key")] = "same", ++tx[made]; });
        continue;
      }
      auto seen = stm::atomically([&](stm::transaction& tx) {
        return std::pair{store.checkout("key"), *tx[made]};
      });
      // No structured binding: in C++20 a lambda cannot hold on to one everywhere.
      auto& handle = seen.first;
      luck.stumble_sometimes();
      if (!handle.has_value()) continue;
      handle = "same";
      const bool holds = stm::atomically([&](stm::transaction& tx) {
        const bool unchanged = handle.try_commit();
        must(!unchanged || *tx[made] == seen.second, "a handle is of a key that is gone");
        return unchanged;
      });
      ++(holds ? held : lost);
    }
  });
  MESSAGE(held.load(), " handles held, ", lost.load(), " had lost their key");
  CHECK(held.load() + lost.load() > 0);
}
