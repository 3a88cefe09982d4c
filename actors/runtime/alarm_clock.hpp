// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <actors/runtime/mutex.hpp>

#include <boost/thread/condition_variable.hpp>

#include <map>
#include <memory>

namespace actors::runtime {

class actor_core;
class wake_up;

/// Sends actors that rest a message when their time has come. At most one alarm an actor.
///
/// Its thread starts with the first alarm and sleeps until the next one. Where threads are
/// scheduled it has none, and time passes by ring().
class alarm_clock {
 public:
  /// Never destroyed: actors may rest until the very end of the program.
  [[nodiscard]] static alarm_clock& of_process();

  alarm_clock(const alarm_clock&) = delete;
  alarm_clock& operator=(const alarm_clock&) = delete;

  /// Throws std::bad_alloc and, the first time, boost::thread_resource_error; nothing has changed
  /// then.
  void set(actor_core& resting, clock::time_point time);
  /// When it returns no message is on its way from here: it is in the mailbox, or will not come.
  void cancel(const actor_core& resting) noexcept;
  /// Sends all messages whose time has come by `now`.
  void ring(clock::time_point now) noexcept;

 private:
  alarm_clock();
  ~alarm_clock();

  struct alarm {
    actor_core* resting;
    std::unique_ptr<wake_up> message;
  };

  void start_thread();
  [[noreturn]] void run();
  void ring_locked(clock::time_point now) noexcept;
  void forget(const actor_core& resting) noexcept;

  mutex mutex_;
  boost::condition_variable_any changed_;
  std::multimap<clock::time_point, alarm> alarms_;  // guarded by mutex_
  bool has_thread_ = false;                         // guarded by mutex_
};

}  // namespace actors::runtime
