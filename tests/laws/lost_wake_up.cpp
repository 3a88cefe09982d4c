// SPDX-License-Identifier: BSL-1.0
// A thread that waits for a change of a variable sleeps on although it has changed.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>
#ifdef TALLY_SCHEDULE_HOOK
#include <tests/support/suspended.hpp>
#endif

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <thread>

namespace {

struct signals {
  stm::var<int> first{0}, second{0};

  /// Waits until one of them is not 0.
  void wait() {
    stm::atomically([&](stm::transaction& tx) { tx.check(*tx[first] + *tx[second] != 0); });
  }
  void wait_reading() {
    stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[first] + *tx[second] != 0); });
  }
  void raise_first() {
    stm::atomically([&](stm::transaction& tx) { tx[first] = 1; });
  }
  void raise_second() {
    stm::atomically([&](stm::transaction& tx) { tx[second] = *tx[second] + 1; });
  }
  /// Locks both, and then gives up.
  void fail_to_raise(stm::var<int>& spoilt) {
    try {
      stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
        tx[second] = 1;
        tx[first] = 1;
        const int seen = *tx[spoilt];
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) { ++other[spoilt]; });
        });
        tx[spoilt] = seen;
      });
    } catch (const stm::max_retries_exceeded&) {
    }
  }
};

#ifdef TALLY_SCHEDULE_HOOK
bool has_waiters(const stm::var<int>& v) {
  using namespace stm::engine;
  return (door::cell_of(v).word.load(std::memory_order_acquire) & waiters_bit) != 0;
}

/// Runs `commit` at the nth step of `wait`. False: that many it does not make before it sleeps; a
/// commit has woken it then.
template <class Wait, class Commit>
bool at_step_of_wait(int nth, signals& on, Wait wait, Commit commit) {
  static thread_local std::atomic<int>* own_steps = nullptr;
  static thread_local int own_limit = 0;
  static thread_local void (*own_act)(void*) = nullptr;
  static thread_local void* own_commit = nullptr;
  std::atomic<int> steps{0};
  std::atomic<bool> has_ended{false};
  std::thread waiter{[&] {
    own_steps = &steps;
    own_limit = nth;
    own_commit = &commit;
    own_act = [](void* what) { support::elsewhere(*static_cast<Commit*>(what)); };
    stm::engine::schedule_hook = [] {
      if (own_steps->fetch_add(1) + 1 != own_limit) return;
      const auto hook = stm::engine::schedule_hook;
      stm::engine::schedule_hook = nullptr;
      own_act(own_commit);
      stm::engine::schedule_hook = hook;
    };
    wait();
    stm::engine::schedule_hook = nullptr;
    has_ended = true;
  }};
  // It sleeps when it has set its bit and makes no more steps. Should that be a mistake, this order
  // is one in which two commits come.
  bool was_made = true;
  for (int idle = 0, last = -1; !has_ended && steps < nth;) {
    std::this_thread::yield();
    const int now = steps;
    idle = now == last && has_waiters(on.first) && has_waiters(on.second) ? idle + 1 : 0;
    last = now;
    if (idle < 5000) continue;
    was_made = false;
    commit();
    break;
  }
  waiter.join();
  return was_made && steps >= nth;
}

template <class Wait>
void wake_at_each_step(Wait wait) {
  const support::deadline limit{"a wake-up at each step of a wait"};
  int steps = 0;
  for (bool more = true; more; ++steps) {
    signals all;
    more = at_step_of_wait(
        steps + 1, all, [&] { wait(all); },
        [&] { steps % 2 ? all.raise_first() : all.raise_second(); });
  }
  CHECK(steps > 10);
}

/// Lets a thread wait at each step of `commit`, which is to wake it.
template <class Wait, class Commit>
void wait_at_each_step(Wait wait, Commit commit) {
  const support::deadline limit{"a wait at each step of a commit"};
  static thread_local std::atomic<int>* own_steps = nullptr;
  for (int nth = 1;; ++nth) {
    signals all;
    std::atomic<int> steps{0};
    std::atomic<bool> has_ended{false};
    int made = 0;
    support::suspended suspended{[&] { return ++made == nth; }, [&] { commit(all); }};
    const bool more = suspended.stands();
    std::thread waiter{[&] {
      own_steps = &steps;
      stm::engine::schedule_hook = [] { ++*own_steps; };
      wait(all);
      stm::engine::schedule_hook = nullptr;
      has_ended = true;
    }};
    // Until it has said that it waits, or waits for the end of the commit.
    while (!has_ended && !has_waiters(all.second) && steps < 2000) std::this_thread::yield();
    suspended.go_on();
    waiter.join();
    if (!more) return;
  }
}
#endif

}  // namespace

#ifdef TALLY_SCHEDULE_HOOK
TEST_CASE("at no step of a wait does a commit fail to wake it") {
  wake_at_each_step([](signals& all) { all.wait(); });
  wake_at_each_step([](signals& all) { all.wait_reading(); });
}

TEST_CASE("at no step of a commit does a wait begin that it fails to wake") {
  const auto wait = [](signals& all) { all.wait(); };
  const auto wait_reading = [](signals& all) { all.wait_reading(); };
  const auto blind = [](signals& all) { all.raise_first(); };
  const auto not_blind = [](signals& all) { all.raise_second(); };
  wait_at_each_step(wait, blind);
  wait_at_each_step(wait, not_blind);
  wait_at_each_step(wait_reading, blind);
  wait_at_each_step(wait_reading, not_blind);
}
#endif

TEST_CASE(
    "a commit that fails after it has locked what others wait for wakes nobody, nor is it the "
    "end of their waiting") {
  const support::deadline limit{"a wake-up after a failed commit"};
  for (int round = 0; round < 200; ++round) {
    signals all;
    stm::var<int> spoilt{0};
    std::thread waiter{[&] { all.wait(); }};
    using namespace stm::engine;
    while (!(door::cell_of(all.second).word.load(std::memory_order_acquire) & waiters_bit))
      std::this_thread::yield();
    all.fail_to_raise(spoilt);
    if (round % 2)
      all.raise_first();
    else
      all.raise_second();
    waiter.join();
  }
}

TEST_CASE("threads that hand a token round by waiting and waking never fall asleep for ever") {
  const support::deadline limit{"a token that goes round"};
  constexpr int threads = 4;
  const int rounds = support::rounds(500);
  std::deque<stm::var<bool>> is_mine(threads);
  stm::var<int> passed{0};
  stm::atomically([&](stm::transaction& tx) { tx[is_mine[0]] = true; });
  support::in_threads(threads, [&](int me) {
    support::dice luck{me};
    const auto own = static_cast<std::size_t>(me), next = (own + 1) % threads;
    for (int i = 0; i < rounds; ++i) {
      stm::atomically([&](stm::transaction& tx) {
        tx.check(*tx[is_mine[own]]);
        luck.stumble_sometimes();
        tx[is_mine[own]] = false;
        tx[is_mine[next]] = true;
        ++tx[passed];
      });
    }
  });
  CHECK(passed.load() == threads * rounds);
}
