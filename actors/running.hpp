// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/options.hpp>
#include <actors/runtime/limited.hpp>
#include <actors/runtime/outlasting.hpp>
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
/// destroy it, nor can a handler that it waits for: the program ends, and says why. One that calls
/// whoever is destroying it gets call_cycle.
template <class A>
class running final : private runtime::outlasting<runtime::own_thread>, public A {
 public:
  static_assert(std::derived_from<A, actor>, "running<A> runs an actor");
  static_assert(
      requires(actor * base) { static_cast<A*>(base); },
      "actor is a virtual base: it would end after what serves it");
  // No parameter here has a name that a member of A may have: its users might be warned of that.

  /// An A of these arguments, started. Throws what A's constructor throws and
  /// boost::thread_resource_error.
  template <class... Args>
  explicit running(Args&&... args_of_a)
      : running{defer_start, options{}, std::forward<Args>(args_of_a)...} {
    start();
  }
  template <class... Args>
  explicit running(options with_options, Args&&... args_of_a)
      : running{defer_start, with_options, std::forward<Args>(args_of_a)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit running(defer_start_t, Args&&... args_of_a)
      : running{defer_start, options{}, std::forward<Args>(args_of_a)...} {}
  template <class... Args>
  running(defer_start_t, options with_options, Args&&... args_of_a)
      : A(std::forward<Args>(args_of_a)...) {
    this->template hold_by<running>(runtime::with_limit(this->executor_of_holder_, with_options),
                                    {.has_thread = true}, with_options);
  }
  ~running() override {
    this->actor::finish();
    this->executor_of_holder_.end();
  }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides
};

}  // namespace actors
