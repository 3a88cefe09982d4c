// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/mutex.hpp>

#include <map>
#include <memory>
#include <unordered_map>

namespace actors::runtime {

class actor_core;
class wake_up;

/// Sends actors that rest a message when their time has come. At most one alarm an actor.
///
/// A thread of its own does it, which sleeps until the next one. It starts with an alarm, and ends
/// when there has been none for a while.
class alarm_clock {
 public:
  /// Never destroyed: actors may rest until the very end of the program.
  [[nodiscard]] static alarm_clock& of_process();

  alarm_clock(const alarm_clock&) = delete;
  alarm_clock& operator=(const alarm_clock&) = delete;

  /// In place of the one it has. Takes about the logarithm of the number of alarms. Throws
  /// std::bad_alloc, and boost::thread_resource_error where a thread has to start; nothing has
  /// changed then.
  void set(actor_core& resting, clock::time_point time);
  /// When it returns no message is on its way from here: it is in the mailbox, or will not come.
  void cancel(const actor_core& resting) noexcept;
  /// Sends all messages whose time has come by `now`.
  void ring(clock::time_point now) noexcept;

 private:
  struct alarm {
    actor_core* resting;
    std::unique_ptr<wake_up> message;
  };
  using alarms = std::multimap<clock::time_point, alarm>;

  alarm_clock();
  ~alarm_clock();

  void start_thread();
  void run() noexcept;
  [[nodiscard]] bool sleep_until(clock::time_point next) noexcept;
  void ring_locked(clock::time_point now) noexcept;

  mutex mutex_;
  alarms alarms_;                                                 // guarded by mutex_
  std::unordered_map<const actor_core*, alarms::iterator> each_;  // of alarms_; guarded by mutex_
  bool has_thread_ = false;                                       // guarded by mutex_
  event changed_;  // for the thread: there is a new first alarm, or none is left
};

}  // namespace actors::runtime
