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
/// uncontended mutex costs; all else runs on the pool's threads, one message at a time. It has no
/// thread of its own and takes about 100 bytes.
///
/// Starts and ends as running<A> does: the destructor is stop_now() and join(), whoever destroys it
/// knows that no other thread will call it any more, and its own handlers cannot destroy it. It is
/// destroyed before its pool.
template <class A>
class pooled final : public A {
 public:
  static_assert(std::derived_from<A, actor>, "pooled<A> runs an actor");

  /// An A of these arguments, started. Throws what A's constructor throws.
  template <class... Args>
  explicit pooled(pool& by, Args&&... args)
      : pooled{defer_start, by, options{}, std::forward<Args>(args)...} {
    start();
  }
  template <class... Args>
  pooled(pool& by, options how, Args&&... args)
      : pooled{defer_start, by, how, std::forward<Args>(args)...} {
    start();
  }
  /// The same, to be started by start(). Calls that come before wait for that.
  template <class... Args>
  explicit pooled(defer_start_t, pool& by, Args&&... args)
      : pooled{defer_start, by, options{}, std::forward<Args>(args)...} {}
  template <class... Args>
  pooled(defer_start_t, pool& by, options how, Args&&... args) : A(std::forward<Args>(args)...) {
    this->template hold_by<pooled>(
        by.workers_->executor_for(how), {.on_callers = how.on_callers}, how);
  }
  ~pooled() override { this->actor::finish(); }

  void start() override { this->actor::begin(); }

 private:
  friend actor;  // looks which hooks A overrides
};

}  // namespace actors
