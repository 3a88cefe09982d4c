// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifndef TALLY_SCHEDULE_HOOK
#error "only for programs whose engine is built with TALLY_SCHEDULE_HOOK"
#endif

#include <stm/engine/sync.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace support {

/// Lets two threads take turns at the schedule points of the engine: the first one makes so many
/// steps, then the second one so many, then the first goes on to its end, then the second. One that
/// waits for the other ends the order, and both run freely.
class interleaving {
 public:
  /// A thread that has made so many steps at a stretch is waiting for the other one.
  static constexpr int patience = 10'000;

  interleaving(int steps_of_first, int steps_of_second, int until_waiting = patience)
      : until_waiting_{until_waiting}, left_{steps_of_first, steps_of_second} {}

  template <class First, class Second>
  void run(First first, Second second) {
    std::exception_ptr thrown[2];
    std::thread other{[&] { take_part(1, second, thrown[1]); }};
    take_part(0, first, thrown[0]);
    other.join();
    for (auto& each : thrown)
      if (each) std::rethrow_exception(each);
  }
  /// Whether the thread had more steps than it was given first.
  [[nodiscard]] bool was_stopped(int thread) const { return stopped_[thread]; }
  /// How many steps it has made, as long as the order lasted.
  [[nodiscard]] int steps(int thread) const { return steps_[thread]; }

 private:
  template <class Work>
  void take_part(int me, Work& work, std::exception_ptr& thrown) {
    wait_for_turn(me);
    in_use = this;
    own_number = me;
    stm::engine::schedule_hook = [] { in_use->step(own_number); };
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    stm::engine::schedule_hook = nullptr;
    const std::lock_guard lock{mutex_};
    ended_[me] = true;
    turn_ = 1 - me;
    changed_.notify_all();
  }
  void step(int me) {
    ++steps_[me];
    if (left_[me]-- > 0) return;
    std::unique_lock lock{mutex_};
    if (stopped_[me]) {
      order_ended_ = true;
      stm::engine::schedule_hook = nullptr;
    }
    stopped_[me] = true;
    left_[me] = until_waiting_;
    turn_ = 1 - me;
    changed_.notify_all();
    changed_.wait(lock, [&] { return may_run(me); });
  }
  void wait_for_turn(int me) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return may_run(me); });
  }
  bool may_run(int me) const { return turn_ == me || ended_[1 - me] || order_ended_; }

  static inline thread_local interleaving* in_use = nullptr;
  static inline thread_local int own_number = 0;

  const int until_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int turn_ = 0;                      // guarded by mutex_
  bool order_ended_ = false;          // guarded by mutex_
  bool ended_[2] = {false, false};    // guarded by mutex_
  bool stopped_[2] = {false, false};  // its thread's own until both have ended
  int left_[2];                       // its thread's own
  int steps_[2] = {0, 0};             // as stopped_
};

/// Runs `first` and `second` in all orders that an interleaving can give them, `prepare` before
/// each and `check` after it. Returns how many orders there were.
template <class Prepare, class First, class Second, class Check>
int for_each_interleaving(Prepare prepare, First first, Second second, Check check) {
  prepare();
  interleaving alone{interleaving::patience, interleaving::patience};
  alone.run(first, second);
  check();
  int orders = 1;
  // A thread that runs once more after a conflict stays far below it.
  const int until_waiting = 4 * (alone.steps(0) + alone.steps(1)) + 100;
  for (int i = 0; i <= alone.steps(0); ++i) {
    // Somewhat more than it makes alone: what comes on top is waiting, or another attempt.
    for (int j = 0; j <= alone.steps(1) + 4; ++j, ++orders) {
      prepare();
      interleaving order{i, j, until_waiting};
      order.run(first, second);
      check();
      if (!order.was_stopped(1)) break;
    }
  }
  return orders;
}

/// The same with the whole of `second` at each step of `first`.
template <class Prepare, class First, class Second, class Check>
int for_each_interruption(Prepare prepare, First first, Second second, Check check) {
  int orders = 0;
  for (bool more = true; more; ++orders) {
    prepare();
    interleaving order{orders, interleaving::patience};
    order.run(first, second);
    check();
    more = order.was_stopped(0);
  }
  return orders;
}

}  // namespace support
