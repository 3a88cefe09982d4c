// SPDX-License-Identifier: BSL-1.0
// A transaction whose turn it is fails, undoes another's commit, or keeps what it has reserved.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <stm/engine/limits.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <deque>
#include <utility>

namespace {

constexpr int failures = static_cast<int>(stm::engine::limits::turn_after);

template <class T>
bool is_free(const stm::var<T>& v) {
  using namespace stm::engine;
  return (door::cell_of(v).word.load(std::memory_order_relaxed) & (locked_bit | reserved_bit)) == 0;
}

/// What a turn reads and does not write.
stm::var<int> looked_at{0};

/// Adds `amount` to both in a transaction that fails until it has its turn, because others commit
/// `spoilt` in all its runs before that. Returns the number of its runs.
int add_in_turn(stm::var<int>& a, stm::var<int>& b, int amount, stm::var<int>& spoilt) {
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    ++runs;
    // Before its turn it does not touch them, so that it meets them as others have left them.
    if (runs > failures) tx[a] += amount;
    const int seen = *tx[spoilt];
    if (runs <= failures)
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) { ++other[spoilt]; });
      });
    tx[spoilt] = seen;
    if (runs > failures) tx[b] += amount + *tx[looked_at];
  });
  return runs;
}

/// The same in one attempt without a turn; 0 if it has failed.
int try_to_add(stm::var<int>& a, stm::var<int>& b, int amount) {
  try {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      tx[a] += amount;
      tx[b] += amount;
    });
    return amount;
  } catch (const stm::max_retries_exceeded&) {
    return 0;
  }
}

}  // namespace

TEST_CASE("at no step of a turn does another commit get lost, or the turn fail") {
  stm::var<int> a{0}, b{0}, spoilt{0};
  int sum = 0, runs = 0, added = 0;
  laws::at_each_step(
      [&] { runs = added = 0; }, [&] { runs = add_in_turn(a, b, 100, spoilt); },
      [&] {
        added = try_to_add(a, b, 1) + try_to_add(b, a, 1);
        (void)stm::read_only([&](stm::read_transaction& tx) { return *tx[a]; });
      },
      [&] {
        sum += 100 + added;
        REQUIRE(runs == failures + 1);
        REQUIRE(is_free(a));
        REQUIRE(is_free(b));
        REQUIRE(is_free(spoilt));
        REQUIRE(is_free(looked_at));
        REQUIRE(a.load() == sum);
        REQUIRE(b.load() == sum);
      });
}

TEST_CASE("at no step of a commit does a turn lose it, or half of it") {
  stm::var<int> a{0}, b{0}, spoilt{0};
  int sum = 0, added = 0;
  laws::at_each_step(
      [&] { added = 0; }, [&] { added = try_to_add(a, b, 1); },
      [&] { (void)add_in_turn(b, a, 100, spoilt); },
      [&] {
        sum += 100 + added;
        REQUIRE(is_free(a));
        REQUIRE(is_free(b));
        REQUIRE(a.load() == sum);
        REQUIRE(b.load() == sum);
      });
}

TEST_CASE("at no step of a turn does a reader see half of it") {
  stm::var<int> a{0}, b{0}, spoilt{0};
  int wrong = 0;
  laws::at_each_step(
      [&] { wrong = 0; }, [&] { (void)add_in_turn(a, b, 1, spoilt); },
      [&] {
        wrong += stm::read_only([&](stm::read_transaction& tx) {
          std::deque<stm::var<int>> more(10);
          const int first = *tx[a];
          for (auto& each : more) (void)*tx[each];
          return first != *tx[b];
        });
      },
      [&] { REQUIRE(wrong == 0); });
}

TEST_CASE("transactions that all take turns beside others that do not lose nothing") {
  constexpr int size = 12;
  std::deque<stm::var<int>> vars(size);
  const int rounds = support::rounds(300);
  std::atomic<int> added{0};
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      if (me % 2 == 0) {
        stm::atomically([&](stm::transaction& tx) {
          for (auto& each : vars) {
            ++tx[each];
            luck.stumble_sometimes();
          }
        });
        added += size;
      } else {
        const int at = luck.below(size), other = (at + 1) % size;
        stm::atomically([&](stm::transaction& tx) {
          ++tx[vars[static_cast<std::size_t>(at)]];
          ++tx[vars[static_cast<std::size_t>(other)]];
        });
        added += 2;
      }
    }
  });
  int sum = 0;
  for (auto& each : vars) {
    sum += each.load();
    CHECK(is_free(each));
  }
  CHECK(sum == added);
}
