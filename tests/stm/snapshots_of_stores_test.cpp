// SPDX-License-Identifier: BSL-1.0
// Looks at a whole store, or at much of it, which go on in a snapshot.
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <vector>

TEST_CASE("a copy of a store is of one moment, with keys made and erased meanwhile") {
  const support::deadline limit{"copies of a store beside writers"};
  stm::store<std::string, int> store;
  constexpr int keys = 300;
  const auto text_of = [](int n) { return std::string(20, 'x') + std::to_string(n); };
  for (int key = 0; key < keys; ++key)
    store.commit({}, {key}, [&](auto& one) { one[key] = text_of(key); });
  std::atomic<bool> is_over{false};
  std::atomic<int> wrong{0};
  support::in_threads(3, [&](int me) {
    if (me != 0) {
      // A text moves to another key, often one that nobody has named before: there are always
      // `keys` of them.
      for (int i = me; !is_over && i < 20'000; i += 2) {
        const int from = (i - 1) % keys + (i - 1) / keys * 2 * keys;
        const int to = from + 2 * keys;
        stm::atomically([&](stm::transaction& tx) {
          auto& source = store.var(from % (40 * keys));
          auto& target = store.var(to % (40 * keys));
          const auto text = *tx[source];
          if (!text || tx[target]->has_value()) return;
          tx[target] = text;
          tx[source] = std::nullopt;
        });
      }
      return;
    }
    auto copy = store.snapshot();
    for (int i = 0; i < 40; ++i) {
      wrong += copy.size() != keys;
      wrong += store.keys().size() != keys;
      wrong += store.to_map().size() != keys;
      wrong += store.snapshot().size() != keys;
      (void)copy.pull_updates();
    }
    is_over = true;
  });
  CHECK(wrong == 0);
}

TEST_CASE("a pull after any number of changes makes the copy what a new one would be") {
  stm::store<int, int> store;
  auto copy = store.snapshot();
  for (int round = 0; round < 30; ++round) {
    for (int key = round; key < round + 20; ++key)
      store.commit({}, {key}, [&](auto& one) { one[key] = round; });
    (void)store.erase(round);
    (void)copy.pull_updates();
    const auto fresh = store.snapshot();
    REQUIRE(copy.size() == fresh.size());
    for (const auto& [key, entry] : fresh) {
      REQUIRE(copy[key] == entry.value);
      REQUIRE(copy.version(key) == entry.version);
    }
  }
}

TEST_CASE("handles checked out in a snapshot have the versions that it sees") {
  stm::store<int, int> store;
  std::vector<int> keys;
  for (int key = 0; key < 40; ++key) {
    store.commit({}, {key}, [&](auto& one) { one[key] = key; });
    keys.push_back(key);
  }
  auto all = store.checkout(keys);
  for (const int key : keys) REQUIRE(all[key].version() == store.checkout(key).version());
  all[3] = 33;
  CHECK_NOTHROW(all.commit());
  CHECK(*store.checkout(3) == 33);

  // Those that have moved since the moment of the snapshot are old, the others are not.
  std::vector<stm::value<int, int>> held;
  stm::read_only([&](stm::read_transaction&) {
    held.clear();
    for (int key = 0; key < 20; ++key) held.push_back(store.checkout(key));
    support::elsewhere([&] { store.commit({}, {30}, [](auto& one) { one[30] = 0; }); });
    for (int key = 20; key < 40; ++key) held.push_back(store.checkout(key));
  });
  for (auto& each : held) {
    const bool is_old = each.key() == 30;
    CHECK(*each == (each.key() == 3 ? 33 : each.key()));
    CHECK((each.version() < store.checkout(each.key()).version()) == is_old);
    each = -1;
    CHECK(each.try_commit() == !is_old);
  }
}
