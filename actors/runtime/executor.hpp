// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <actors/runtime/event.hpp>

namespace actors::runtime {

class actor_core;
class admission;

/// Brings a thread to an actor that has something to do.
class executor {
 public:
  executor() = default;
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;

  /// Makes the actor be served for the first time. The caller owns the actor and hands it over. May
  /// throw, and has not taken the actor then.
  virtual void start(actor_core& owned) = 0;
  /// Makes it be served again. The caller owns the actor and hands it over: its last touch of the
  /// actor.
  virtual void ready(actor_core& owned) noexcept = 0;
  /// The actor has been told to stop at once: wakes its handler if that is blocked in a wait.
  virtual void interrupt() noexcept {}
  /// Whether the calling thread is one of those that it brings.
  [[nodiscard]] virtual bool works_here() const noexcept { return false; }
  /// What limits the mailbox of the actor; null: nothing does.
  [[nodiscard]] virtual admission* limit() noexcept { return nullptr; }
  /// Throws if the calling thread may not send to the actor; asked where limit() is not null.
  virtual void check_sender() const {}
  /// Ends the program if the calling thread may not stop the actor; asked in the same case.
  virtual void check_stop() const noexcept {}
  /// The actor is no more, with all that it was a part of, or will never have been.
  virtual void let_go() noexcept {}

  // Time, as the actor and who waits for it know it.

  [[nodiscard]] virtual clock::time_point now() const { return clock::now(); }
  /// Sends the actor its wake-up when the time has come, instead of one that was set before.
  virtual void wake_at(actor_core& resting, clock::time_point time) = 0;
  /// No wake-up is being sent any more when it returns.
  virtual void cancel_wake_up(actor_core& resting) noexcept = 0;
  /// Whether it has no threads, and those who wait for an answer have to see to it by the two
  /// functions below.
  [[nodiscard]] virtual bool runs_on_waiters() const noexcept { return false; }
  virtual event::news await(event& answered) { return answered.wait(); }
  [[nodiscard]] virtual bool await_until(event& answered, clock::time_point time) {
    return answered.wait_until(time);
  }

 protected:
  ~executor() = default;
};

/// How to wait for an actor's answer. Made before the message is sent: once it is answered the
/// actor and its executor may be gone, though the waiter has not come to wait yet.
class answer_wait {
 public:
  explicit answer_wait(executor& of) : driven_{of.runs_on_waiters() ? &of : nullptr} {}

  event::news wait(event& answered) const {
    return driven_ ? driven_->await(answered) : answered.wait();
  }
  [[nodiscard]] bool wait_until(event& answered, clock::time_point time) const {
    return driven_ ? driven_->await_until(answered, time) : answered.wait_until(time);
  }

 private:
  executor* driven_;  // null: it suffices to sleep
};

}  // namespace actors::runtime
