// SPDX-License-Identifier: BSL-1.0
// A block goes on with values that were never there together, even if it fails in the end.
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>

namespace {

/// Two variables that are always equal, and others that a block may read before and between them.
struct twins {
  explicit twins(int read_before, int read_between)
      : before(static_cast<std::size_t>(read_before)),
        between(static_cast<std::size_t>(read_between)) {}

  void change() {
    stm::atomically([&](stm::transaction& tx) {
      ++tx[a];
      ++tx[b];
    });
  }
  /// Reads both, with a pause in between, and counts when they differ: also in an attempt that
  /// fails later.
  template <class Tx, class Pause>
  void compare(Tx& tx, Pause pause) {
    for (auto& each : before) (void)*tx[each];
    const int first = *tx[b];
    for (auto& each : between) (void)*tx[each];
    pause();
    different += first != *tx[a];
  }
  std::deque<stm::var<int>> before, between;
  stm::var<int> a{0}, b{0};
  int different = 0;
};

/// Moves the epoch on, as any large block does that meets what is as new as itself.
void begin_new_epoch() {
  std::deque<stm::var<int>> fresh(9);
  const auto use_all = [&](auto use) {
    return [&, use](auto& tx) {
      for (auto& each : fresh) use(tx, each);
    };
  };
  stm::atomically(use_all([](auto& tx, auto& v) { tx[v] = 1; }));
  stm::read_only(use_all([](auto& tx, auto& v) { (void)*tx[v]; }));
}

constexpr int sizes[] = {0, 1, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 40};

}  // namespace

TEST_CASE("a block never sees one of two changes that were committed together") {
  for (const int before : sizes) {
    for (const int between : sizes) {
      CAPTURE(before);
      CAPTURE(between);
      twins t{before, between};
      bool is_changed = false;
      const auto change_once = [&] {
        if (!is_changed)
          support::elsewhere([&] {
            t.change();
            if (before % 2 == 0) begin_new_epoch();
          });
        is_changed = true;
      };
      stm::atomically([&](stm::transaction& tx) { t.compare(tx, change_once); });
      is_changed = false;
      stm::read_only([&](stm::read_transaction& tx) { t.compare(tx, change_once); });
      is_changed = false;
      stm::read_only([&](stm::read_transaction&) {
        stm::atomically([&](stm::transaction& tx) { t.compare(tx, change_once); });
      });
      REQUIRE(t.different == 0);
    }
  }
}

TEST_CASE("a large block that has to move on in time looks back first") {
  // The variable in between is newer than the block, which so takes a later moment for its own.
  for (const int before : {7, 8, 16, 40}) {
    CAPTURE(before);
    twins t{before, 1};
    int runs = 0;
    const auto block = [&](auto& tx) {
      for (auto& each : t.before) (void)*tx[each];
      const int first = *tx[t.b];
      if (runs++ == 0)
        support::elsewhere([&] {
          t.change();
          stm::atomically([&](stm::transaction& other) { ++other[t.between[0]]; });
        });
      (void)*tx[t.between[0]];
      t.different += first != *tx[t.a];
    };
    stm::atomically(block);
    runs = 0;
    stm::read_only(block);
    CHECK(t.different == 0);
  }
}

TEST_CASE("a block that swallows the failure of a read gets nothing out of any other") {
  for (const int before : {0, 5, 6, 7, 14, 15, 40}) {
    CAPTURE(before);
    twins t{before, 0};
    stm::var<int> zombies{0};
    int runs = 0;
    const auto block = [&](auto& tx, auto act) {
      for (auto& each : t.before) (void)*tx[each];
      const int first = *tx[t.b];
      if (runs++ == 0) support::elsewhere([&] { t.change(); });
      for (int tries = 0; tries < 2; ++tries) {
        try {
          t.different += first != *tx[t.a];
        } catch (...) {
        }
      }
      act();
    };
    stm::atomically([&](stm::transaction& tx) {
      block(tx, [&] {
        if (runs > 1) return;
        try {
          tx[zombies] = 1;
        } catch (...) {
        }
      });
    });
    CHECK(runs == 2);
    CHECK(zombies.load() == 0);
    runs = 0;
    stm::read_only([&](stm::read_transaction& tx) { block(tx, [] {}); });
    // With more variables it was in a snapshot by then, and nothing could fail.
    const bool fits = before + 1 <= static_cast<int>(stm::engine::limits::small_log);
    CHECK(runs == (fits ? 2 : 1));
    CHECK(t.different == 0);
  }
}

TEST_CASE("no order of a block and a commit shows the block half of the commit") {
  // The change before each order makes the variables as new as a large block that then begins.
  for (const int before : {0, 7}) {
    twins t{before, 0};
    const auto nothing = [] {};
    const auto change = [&] { t.change(); };
    const auto check = [&] { REQUIRE(t.different == 0); };
    const auto compare = [&](auto& tx) { t.compare(tx, nothing); };
    laws::in_all_orders(
        change, [&] { stm::read_only(compare); }, change, check);
    laws::in_all_orders(
        change, [&] { stm::atomically(compare); }, change, check);
  }
}

TEST_CASE("no order of a block that moves on in time and a commit shows half of the commit") {
  twins t{7, 1};
  const auto block = [&](auto& tx) {
    for (auto& each : t.before) (void)*tx[each];
    // As new as the block's own moment, or newer: the moment has to be put off.
    (void)*tx[t.between[0]];
    const int first = *tx[t.b];
    t.different += first != *tx[t.a];
  };
  const auto renew = [&] { stm::atomically([&](stm::transaction& tx) { ++tx[t.between[0]]; }); };
  const auto change = [&] { t.change(); };
  const auto check = [&] { REQUIRE(t.different == 0); };
  laws::in_all_orders(
      renew, [&] { stm::read_only(block); }, change, check);
  laws::in_all_orders(
      renew, [&] { stm::atomically(block); }, change, check);
}

TEST_CASE("two readers agree on the order of two commits that have nothing to do with each other") {
  stm::var<int> x{0}, y{0};
  std::atomic<int> rounds_disagreed{0};
  for (int round = support::rounds(200); round > 0; --round) {
    stm::atomically([&](stm::transaction& tx) { tx[x] = 0, tx[y] = 0; });
    int seen[2][2] = {};
    support::in_threads(4, [&](int me) {
      support::dice luck{me + 4 * round};
      luck.stumble_sometimes();
      if (me == 0) stm::atomically([&](stm::transaction& tx) { tx[x] = 1; });
      if (me == 1) stm::atomically([&](stm::transaction& tx) { tx[y] = 1; });
      if (me < 2) return;
      stm::read_only([&](stm::read_transaction& tx) {
        seen[me - 2][0] = me == 2 ? *tx[x] : *tx[y];
        seen[me - 2][1] = me == 2 ? *tx[y] : *tx[x];
      });
    });
    rounds_disagreed += seen[0][0] == 1 && seen[0][1] == 0 && seen[1][0] == 1 && seen[1][1] == 0;
  }
  CHECK(rounds_disagreed == 0);
}

TEST_CASE("many blocks of all sizes beside many commits see pairs that are equal") {
  constexpr int pairs = 24;
  std::deque<stm::var<int>> a(pairs), b(pairs);
  std::deque<stm::var<std::string>> text(pairs);
  std::atomic<int> wrong{0};
  const int rounds = support::rounds(3000);
  for (int i = 0; i < pairs; ++i)
    stm::atomically([&](stm::transaction& tx) { tx[text[static_cast<std::size_t>(i)]] = "0"; });
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    const auto check_some = [&](auto& tx) {
      for (int reads = 1 + luck.below(luck.one_in(2) ? 3 : 20); reads > 0; --reads) {
        const auto i = static_cast<std::size_t>(luck.below(pairs));
        const int first = luck.one_in(2) ? *tx[a[i]] : *tx[b[i]];
        luck.stumble_sometimes();
        wrong += first != *tx[b[i]] || first != *tx[a[i]];
        wrong += *tx[text[i]] != std::to_string(first);
      }
    };
    for (int round = 0; round < rounds; ++round) {
      if (luck.one_in(4)) {
        stm::read_only([&](stm::read_transaction& tx) { check_some(tx); });
        continue;
      }
      stm::atomically([&](stm::transaction& tx) {
        if (luck.one_in(2)) check_some(tx);
        const auto i = static_cast<std::size_t>(luck.below(pairs));
        const int next = *tx[a[i]] + 1;
        tx[a[i]] = next;
        luck.stumble_sometimes();
        tx[text[i]] = std::to_string(next);
        tx[b[i]] = next;
      });
    }
  });
  CHECK(wrong == 0);
}
