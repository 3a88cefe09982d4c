// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/options.hpp>
#include <actors/rehearsal.hpp>
#include <actors/runtime/outlasting.hpp>
#include <actors/runtime/part.hpp>

#include <concepts>
#include <typeinfo>
#include <utility>

namespace actors {

/// An A that a rehearsal runs.
///
/// Starts and ends as running<A> does: the destructor is stop_now() and join(), and serves no other
/// actor. Its depth() is always known; options::on_callers means nothing here.
template <class A>
class rehearsed final : private runtime::outlasting<runtime::part>, public A {
 public:
  static_assert(std::derived_from<A, actor>, "rehearsed<A> runs an actor");
  static_assert(
      requires(actor * base) { static_cast<A*>(base); },
      "actor is a virtual base: it would end after what serves it");
  // No parameter here has a name that a member of A may have: its users might be warned of that.

  /// An A of these arguments, started. Throws what A's constructor throws.
  template <class... Args>
  explicit rehearsed(rehearsal& in_rehearsal, Args&&... args_of_a)
      : rehearsed{defer_start, in_rehearsal, options{}, std::forward<Args>(args_of_a)...} {
    start();
  }
  template <class... Args>
  rehearsed(rehearsal& in_rehearsal, options with_options, Args&&... args_of_a)
      : rehearsed{defer_start, in_rehearsal, with_options, std::forward<Args>(args_of_a)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit rehearsed(defer_start_t, rehearsal& in_rehearsal, Args&&... args_of_a)
      : rehearsed{defer_start, in_rehearsal, options{}, std::forward<Args>(args_of_a)...} {}
  template <class... Args>
  rehearsed(defer_start_t, rehearsal& in_rehearsal, options with_options, Args&&... args_of_a)
      : runtime::outlasting<runtime::part>{*in_rehearsal.stage_, with_options},
        A(std::forward<Args>(args_of_a)...) {
    this->executor_of_holder_.appear(static_cast<actor&>(*this), typeid(A));
    // With a limit in any case: who sends is looked at there.
    this->template hold_by<rehearsed>(this->executor_of_holder_, {.limited = true}, with_options);
  }
  ~rehearsed() override {
    this->executor_of_holder_.ends();
    this->actor::finish();
  }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides
};

}  // namespace actors
