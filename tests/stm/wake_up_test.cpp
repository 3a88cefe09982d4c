// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <deque>
#include <optional>
#include <string>

using support::beside;
using support::elsewhere;
using support::in_threads;
using support::wait_for_sleeper_at;

// Whatever changes a variable wakes all who wait for it: a wake-up that is lost hangs these tests.

namespace {

/// Waits until `v` is not 0 any more.
struct wait_for {
  stm::var<int>& v;
  void operator()(auto& tx) const { tx.check(*tx[v] != 0); }
};

using support::set;

/// The threads take turns, each waiting for the others, `laps` times round.
template <class Take>
void pass_round(int threads, int laps, Take take) {
  const support::deadline limit{"threads that wait for each other in a ring"};
  in_threads(threads, [&](int i) {
    support::dice luck{i};
    for (int lap = 0; lap < laps; ++lap) {
      take(i);
      luck.stumble_sometimes();
    }
  });
}

}  // namespace

TEST_CASE("threads that take turns through one variable lose no wake-up") {
  for (const int threads : {2, 4}) {
    CAPTURE(threads);
    const int laps = support::rounds(1000) / threads;
    stm::var<int> turn{0};
    pass_round(threads, laps, [&](int i) {
      stm::atomically([&](stm::transaction& tx) {
        tx.check(*tx[turn] % threads == i);
        tx[turn] += 1;
      });
    });
    CHECK(turn.load() == threads * laps);
  }
}

TEST_CASE("threads that take turns through variables of their own lose no wake-up") {
  for (const int threads : {2, 4}) {
    CAPTURE(threads);
    const int laps = support::rounds(1000) / threads;
    std::deque<stm::var<std::string>> given(static_cast<std::size_t>(threads));
    stm::atomically([&](stm::transaction& tx) { tx[given.front()] = "the baton"; });
    pass_round(threads, laps, [&](int i) {
      auto& mine = given[static_cast<std::size_t>(i)];
      auto& next = given[static_cast<std::size_t>((i + 1) % threads)];
      stm::atomically([&](stm::transaction& tx) {
        tx.check(!tx[mine]->empty());
        tx[next] = *tx[mine];
        tx[mine] = "";
      });
    });
    CHECK(given.front().load() == "the baton");
  }
}

TEST_CASE("read-only blocks that wait, small and large, see every step that is waited for") {
  for (const int size : {1, 25}) {
    CAPTURE(size);
    const int steps = support::rounds(400);
    std::deque<stm::var<int>> vars(static_cast<std::size_t>(size));
    std::atomic<int> seen{0};
    pass_round(3, 1, [&](int i) {
      for (int step = 1; step <= steps; ++step) {
        if (i == 0)
          stm::atomically([&](stm::transaction& tx) {
            for (auto& each : vars) tx[each] = step;
          });
        else
          seen += stm::read_only([&](stm::read_transaction& tx) {
            int sum = 0;
            for (auto& each : vars) sum += *tx[each];
            tx.check(sum >= step * size);
            return sum % size == 0;
          });
      }
    });
    CHECK(seen == 2 * steps);
  }
}

TEST_CASE("one commit wakes all who wait for what it changes") {
  stm::var<int> first{0}, second{0}, both{0}, awake{0};
  std::deque<beside> waiters;
  for (auto* each : {&first, &second})
    for (int i = 0; i < 4; ++i)
      waiters.emplace_back([&, each] {
        stm::atomically([&](stm::transaction& tx) {
          wait_for{*each}(tx);
          tx.check(*tx[both] != 0);
          tx[awake] += 1;
        });
      });
  waiters.emplace_back([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[first] + *tx[second] == 2);
      tx[awake] += 1;
    });
  });
  wait_for_sleeper_at(first);
  wait_for_sleeper_at(second);
  stm::atomically([&](stm::transaction& tx) {
    for (auto* each : {&first, &second, &both}) tx[*each] = 1;
  });
  for (auto& each : waiters) each.join();
  CHECK(awake.load() == 9);
}

TEST_CASE("a commit that fails leaves those asleep who wait for what it had locked") {
  for (const bool is_blind : {true, false}) {
    CAPTURE(is_blind);
    stm::var<int> v{0}, other{0};
    beside waiter{[&] { stm::atomically(wait_for{v}); }};
    wait_for_sleeper_at(v);
    CHECK_THROWS_AS(
        stm::atomically({.max_tries = 1},
                        [&](stm::transaction& tx) {
                          (void)*tx[other];
                          tx[v] = is_blind ? 1 : *tx[v] + 1;
                          elsewhere([&] { set(other, 1); });
                        }),
        stm::max_retries_exceeded);
    wait_for_sleeper_at(v);
    set(v, 1);
    waiter.join();
  }
}

TEST_CASE("a commit in a transaction's turn wakes also who has fallen asleep meanwhile") {
  stm::var<int> v{0};
  std::optional<beside> sleeper;
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] += 1;
    if (++runs <= static_cast<int>(stm::engine::limits::turn_after))
      return elsewhere([&] { set(v, 0); });
    sleeper.emplace([&] { stm::atomically(wait_for{v}); });
    wait_for_sleeper_at(v);
  });
  sleeper->join();
  CHECK(v.load() == 1);
}

TEST_CASE("a commit of a checked-out value wakes, and so does one through a changeset") {
  stm::store<int> bank;
  auto& fred = bank.var("fred");
  const auto wait_until = [&](int amount) {
    return [&fred, amount](stm::transaction& tx) { tx.check(tx[fred]->value_or(0) == amount); };
  };
  beside first{[&] { stm::atomically(wait_until(10)); }};
  wait_for_sleeper_at(fred);
  auto one = bank.checkout("fred");
  one = 10;
  one.commit();
  first.join();

  beside second{[&] { stm::atomically(wait_until(20)); }};
  wait_for_sleeper_at(fred);
  auto both = bank.checkout("fred", "barney");
  both["fred"] = 20;
  both.commit();
  second.join();

  beside third{[&] { stm::atomically(wait_until(0)); }};
  wait_for_sleeper_at(fred);
  CHECK(bank.erase("fred"));
  third.join();
}

TEST_CASE("who waits for keys that do not fit into a small log is woken by one more") {
  const support::deadline limit{"a wait for a key among many"};
  for (const std::size_t many : {4u, 7u, 8u, 9u, 40u}) {
    stm::store<int, std::size_t> numbers;
    for (std::size_t i = 0; i < many; ++i) numbers.commit({}, {i}, [&](auto& it) { it[i] = 1; });
    beside all_keys{[&] {
      stm::read_only([&](stm::read_transaction& tx) {
        tx.check(numbers.keys().size() + numbers.to_map().size() > 2 * many);
      });
    }};
    wait_for_sleeper_at(numbers.var(0));
    numbers.commit({}, {many}, [&](auto& it) { it[many] = 1; });
    all_keys.join();
  }
}

TEST_CASE("a key that is made wakes who waits for the keys of the store") {
  const support::deadline limit{"a wait for a new key"};
  for (int round = support::rounds(50); round > 0; --round) {
    stm::store<int> bank;
    if (round % 2) bank.commit({}, {"fred"}, [](auto& accounts) { accounts["fred"] = 1; });
    const std::size_t before = round % 2 ? 1 : 0;
    beside by_keys{[&] {
      if (round % 3)
        stm::atomically([&](stm::transaction& tx) { tx.check(bank.keys().size() != before); });
      else
        stm::read_only([&](stm::read_transaction& tx) { tx.check(bank.keys().size() != before); });
    }};
    beside by_name{[&] {
      stm::atomically([&](stm::transaction& tx) { tx.check(bank.contains("barney")); });
    }};
    if (round % 2) wait_for_sleeper_at(bank.var("fred"));
    bank.commit({}, {"barney"}, [](auto& accounts) { accounts["barney"] = 1; });
    by_keys.join();
    by_name.join();
  }
}
