// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/options.hpp>
#include <actors/pool.hpp>
#include <actors/runtime/worker_pool.hpp>

#include <concepts>
#include <utility>

namespace actors {

/// An A that borrows the threads of a pool, and those of its callers.
///
/// A plain call that finds it idle runs on the caller's thread and costs about what a call under an
/// uncontended mutex costs; all else runs on the pool's threads, one message at a time, or on that
/// of a caller who waits: what came before its call and, outside of handlers, a few of those that
/// came after. It has no thread of its own and takes about 100 bytes.
///
/// Starts and ends as running<A> does: the destructor is stop_now() and join(), whoever destroys it
/// knows that no other thread will call it any more, and its own handlers cannot destroy it. It is
/// destroyed before its pool.
template <class A>
class pooled final : public A {
 public:
  static_assert(std::derived_from<A, actor>, "pooled<A> runs an actor");
  static_assert(
      requires(actor * base) { static_cast<A*>(base); },
      "actor is a virtual base: it would end after what serves it");
  // No parameter here has a name that a member of A may have: its users might be warned of that.

  /// An A of these arguments, started. Throws what A's constructor throws.
  template <class... Args>
  explicit pooled(pool& on_pool, Args&&... args_of_a)
      : pooled{defer_start, on_pool, options{}, std::forward<Args>(args_of_a)...} {
    start();
  }
  template <class... Args>
  pooled(pool& on_pool, options with_options, Args&&... args_of_a)
      : pooled{defer_start, on_pool, with_options, std::forward<Args>(args_of_a)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit pooled(defer_start_t, pool& on_pool, Args&&... args_of_a)
      : pooled{defer_start, on_pool, options{}, std::forward<Args>(args_of_a)...} {}
  template <class... Args>
  pooled(defer_start_t, pool& on_pool, options with_options, Args&&... args_of_a)
      : A(std::forward<Args>(args_of_a)...) {
    this->template hold_by<pooled>(on_pool.workers_->executor_for(with_options),
                                   {.on_callers = with_options.on_callers}, with_options);
  }
  ~pooled() override { this->actor::finish(); }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides
};

}  // namespace actors
