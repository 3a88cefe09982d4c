// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/actor_method.hpp>
#include <actors/restart_policy.hpp>
#include <actors/runtime/mutex.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace actors::runtime {

/// A supervisor that knows of its children no more than that they are actors.
class overseer : public actor {
 public:
  using maker = std::function<std::shared_ptr<actor>(const overseer&)>;

  ~overseer() override;

  /// Makes the children; for who starts it. Throws what a maker throws.
  void make_children();
  /// How often children have been made anew so far.
  [[nodiscard]] std::size_t restarts() const;
  /// The child as it is now.
  [[nodiscard]] std::shared_ptr<actor> current(std::size_t child) const;

 protected:
  /// Throws std::invalid_argument where the policy makes no sense.
  overseer(restart_policy how, std::vector<maker> makers);

  /// For holders that do not call make_children().
  void on_start() override;
  /// The child that is waited for is told as well.
  void hurry_end() noexcept override;

 private:
  struct child {
    maker make;
    std::shared_ptr<actor> now;  // guarded by mutex_, for others than the handlers
    std::uint64_t life = 0;      // which one it is; the end of an earlier one is no news
  };
  using children = std::vector<std::shared_ptr<actor>>;

  using cause_of_end = std::shared_ptr<std::exception_ptr>;

  void child_ended(std::size_t which, std::uint64_t life, const std::exception_ptr& failure);
  void count_restart(const actor& failed, const std::exception_ptr& failure);
  static void wait_for_end(actor& child);
  void end(std::size_t first, std::size_t last, bool at_once);
  void tell_to_stop(actor& one, bool at_once);
  void make(std::size_t first, std::size_t last);

  void watch(actor& fresh, std::size_t which, std::uint64_t life);

  actor_method<void(std::size_t, std::uint64_t, cause_of_end)> ended_{
      this, [this](std::size_t which, std::uint64_t life, const cause_of_end& cause) {
        child_ended(which, life, *cause);
      }};

  const restart_policy how_;
  mutable mutex mutex_;
  std::vector<child> children_;
  children replaced_;  // since there were all children last, in their order
  std::deque<std::chrono::steady_clock::time_point> recent_;  // restarts that may still count
  std::size_t restarts_ = 0;                                  // guarded by mutex_
  actor* ending_ = nullptr;  // guarded by mutex_; in the end of this: told to stop, not at once
};

}  // namespace actors::runtime
