// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/options.hpp>
#include <actors/rehearsal.hpp>
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
class rehearsed final : public A {
 public:
  static_assert(std::derived_from<A, actor>, "rehearsed<A> runs an actor");
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
      : A(std::forward<Args>(args_of_a)...),
        part_{*in_rehearsal.stage_, static_cast<actor&>(*this), typeid(A), with_options} {
    // With a limit in any case: who sends is looked at there.
    this->template hold_by<rehearsed>(part_, {.limited = true}, with_options);
  }
  ~rehearsed() override {
    part_.ends();
    this->actor::finish();
  }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides

  runtime::part part_;
};

}  // namespace actors
