// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#ifndef TALLY_SCHEDULE_HOOK
#error "only for programs whose engine is built with TALLY_SCHEDULE_HOOK"
#endif

using namespace std::chrono_literals;

namespace {

/// Calls `act` before each step that its thread makes in the engine, in its scope.
class at_steps {
 public:
  explicit at_steps(std::function<void()> act) : act_{std::move(act)} {
    in_use = this;
    stm::engine::schedule_hook = step;
  }
  ~at_steps() { stm::engine::schedule_hook = nullptr; }
  at_steps(const at_steps&) = delete;
  at_steps& operator=(const at_steps&) = delete;

 private:
  static void step() {
    stm::engine::schedule_hook = nullptr;  // what it calls makes no steps
    in_use->act_();
    stm::engine::schedule_hook = step;
  }
  static inline thread_local at_steps* in_use = nullptr;
  std::function<void()> act_;
};

struct world {
  stm::var<int> a{0}, b{0};

  void wait_for_change(const stm::retry_policy& policy = {}) {
    stm::atomically(policy, [&](stm::transaction& tx) { tx.check(*tx[a] + *tx[b] != 0); });
  }
  bool is_waited_for() {
    const auto& word = stm::engine::door::cell_of(b).word;
    return (word.load(std::memory_order_acquire) & stm::engine::waiters_bit) != 0;
  }
};

/// What a thread does before its steps are counted: once the engine knows it, they are always the
/// same.
void make_known() {
  world w;
  CHECK_THROWS_AS(w.wait_for_change({.timeout = 0ns}), stm::retry_timeout_exceeded);
}

/// How many steps a thread makes from its beginning to the one before it falls asleep.
int steps_to_sleep() {
  int steps = 0;
  support::elsewhere([&] {
    make_known();
    world w;
    bool is_asleep = false;
    const at_steps count{[&] {
      is_asleep = is_asleep || w.is_waited_for();
      steps += !is_asleep;
    }};
    CHECK_THROWS_AS(w.wait_for_change({.timeout = 0ns}), stm::retry_timeout_exceeded);
  });
  return steps;
}

/// `commit` makes so many steps, then a thread that waits makes so many, then `commit` goes on to
/// its end, and then the other one. Returns false if the commit had no more steps than it was
/// given.
template <class Commit>
bool run_in_order(world& w, int steps_of_commit, int steps_of_waiter, Commit commit) {
  constexpr int patience = 1'000;
  const support::deadline limit{"a wait that a commit has to end"};
  std::atomic<bool> may_begin{false}, is_stopped{false}, may_end{false};
  std::thread waiter{[&] {
    make_known();
    while (!may_begin) std::this_thread::yield();
    {
      const at_steps stop{[&] {
        if (steps_of_waiter-- != 0) return;
        is_stopped = true;
        while (!may_end) std::this_thread::yield();
      }};
      w.wait_for_change();
    }
    is_stopped = true;
  }};
  const auto let_the_other_run = [&] {
    may_begin = true;
    while (!is_stopped) std::this_thread::yield();
  };
  int steps = 0;
  {
    const at_steps stop{[&] {
      if (steps == steps_of_commit) let_the_other_run();
      // It waits for the other one, which has stopped with a lock.
      if (++steps > steps_of_commit + patience) may_end = true;
    }};
    commit();
  }
  let_the_other_run();
  may_end = true;
  waiter.join();
  return steps > steps_of_commit;
}

template <class Commit>
int run_in_all_orders(Commit commit) {
  int orders = 0;
  const int most = steps_to_sleep();
  for (int waiter = 0; waiter <= most; ++waiter) {
    for (int committer = 0;; ++committer, ++orders) {
      world w;
      if (!run_in_order(w, committer, waiter, [&] { commit(w); })) break;
    }
  }
  return orders;
}

}  // namespace

TEST_CASE("no order of the steps of a wait and of a commit loses the wake-up") {
  CHECK(run_in_all_orders([](world& w) {
          stm::atomically([&](stm::transaction& tx) { tx[w.a] = 1; });
        }) > 50);
  CHECK(run_in_all_orders([](world& w) {
          stm::atomically([&](stm::transaction& tx) { tx[w.b] += 1; });
        }) > 50);
  CHECK(run_in_all_orders([](world& w) {
          stm::atomically([&](stm::transaction& tx) {
            tx[w.b] = 2;
            tx[w.a] += 1;
          });
        }) > 50);
}
