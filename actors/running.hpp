// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/options.hpp>
#include <actors/runtime/limited.hpp>
#include <actors/runtime/own_thread.hpp>

#include <concepts>
#include <utility>

namespace actors {

/// An A with a thread of its own.
///
/// The thread starts when all of A has been constructed, and has ended before any part of A is
/// destroyed. The destructor is stop_now() and join(): it neither waits for what is queued nor for
/// a handler that is blocked. To have all handled that was sent, stop() and join() before.
///
/// Whoever destroys it knows that no other thread will call it any more. Its own handlers cannot
/// destroy it.
template <class A>
class running final : public A {
 public:
  static_assert(std::derived_from<A, actor>, "running<A> runs an actor");

  /// An A of these arguments, started. Throws what A's constructor throws and
  /// boost::thread_resource_error.
  template <class... Args>
  explicit running(Args&&... args) : running{defer_start, options{}, std::forward<Args>(args)...} {
    start();
  }
  template <class... Args>
  explicit running(options how, Args&&... args)
      : running{defer_start, how, std::forward<Args>(args)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit running(defer_start_t, Args&&... args)
      : running{defer_start, options{}, std::forward<Args>(args)...} {}
  template <class... Args>
  running(defer_start_t, options how, Args&&... args) : A(std::forward<Args>(args)...) {
    this->template hold_by<running>(runtime::with_limit(thread_, how), {.has_thread = true}, how);
  }
  ~running() override { this->actor::finish(); }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides

  runtime::own_thread thread_;
};

}  // namespace actors
