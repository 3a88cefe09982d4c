// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace actors {

/// Which of its children a supervisor makes anew when one of them has failed.
enum class restart {
  one_for_one,  // that one
  one_for_all,  // all of them
  rest_for_one  // that one and those after it
};

/// Which children are made anew, and how often before the supervisor gives up:
/// `{.strategy = restart::one_for_all, .at_most = 5, .within = 1min}`
struct restart_policy {
  restart strategy = restart::one_for_one;
  int at_most = 3;  // restarts in any span of time of that length:
  std::chrono::steady_clock::duration within = std::chrono::seconds{5};
};

}  // namespace actors
