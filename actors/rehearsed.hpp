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

  /// An A of these arguments, started. Throws what A's constructor throws.
  template <class... Args>
  explicit rehearsed(rehearsal& by, Args&&... args)
      : rehearsed{defer_start, by, options{}, std::forward<Args>(args)...} {
    start();
  }
  template <class... Args>
  rehearsed(rehearsal& by, options how, Args&&... args)
      : rehearsed{defer_start, by, how, std::forward<Args>(args)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit rehearsed(defer_start_t, rehearsal& by, Args&&... args)
      : rehearsed{defer_start, by, options{}, std::forward<Args>(args)...} {}
  template <class... Args>
  rehearsed(defer_start_t, rehearsal& by, options how, Args&&... args)
      : A(std::forward<Args>(args)...),
        part_{*by.stage_, static_cast<actor&>(*this), typeid(A), how} {
    // With a limit in any case: who sends is looked at there.
    this->template hold_by<rehearsed>(part_, {.limited = true}, how);
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
