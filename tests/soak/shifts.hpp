// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/soak/figures.hpp>
#include <tests/support/dice.hpp>

#include <atomic>
#include <functional>

namespace soak {

/// One round of work by threads that come and go: each post is always held by one thread, but
/// again and again some threads end, and new ones take over what they leave.
struct shifts {
  int posts;
  bool interrupts;  // threads are interrupted as well
  /// What the thread of a post does until `is_over`, and at least once.
  std::function<void(int post, support::dice& own, const std::atomic<bool>& is_over)> work;
  /// What the thread of the round does meanwhile, now and then.
  std::function<void(support::dice& luck)> between = [](support::dice&) {};

  void run(figures& all, support::dice& luck) const;
};

}  // namespace soak
