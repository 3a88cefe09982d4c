// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/comparison.hpp>
#include <bench/plan.hpp>

#include <algorithm>
#include <thread>

namespace bench {

inline int cores_here() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Adds all banks, or scans, of a list.
template <class... All>
struct planner {
  static void plan_each(bool quick, comparison& to) {
    (plan_all<All>(quick, cores_here(), to.cells), ...);
  }
  static void plan_peers([[maybe_unused]] bool quick, [[maybe_unused]] comparison& to) {
    (plan_peer<All>(quick, cores_here(), to.cells), ...);
  }
  static void describe_each([[maybe_unused]] comparison& to) {
    (to.facts.push_back(All::facts), ...);
  }
};

/// Adds all kinds of calls of a list.
template <class... Calls>
struct call_planner {
  static void plan_each(bool quick, comparison& to) {
    (plan<typename Calls::workload, typename Calls::to>(quick, cores_here(), to.cells), ...);
  }
};

}  // namespace bench
