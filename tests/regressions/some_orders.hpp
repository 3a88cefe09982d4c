// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing.hpp>

#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <chrono>

namespace orders {

/// Runs the script in some hundred orders, by chance and by priorities. What is worth more stands
/// in tests/orders.
inline void some(const stm::testing::script& describe) {
  using namespace stm::testing;
  const support::deadline limit{"orders of threads", std::chrono::minutes{4}};
  random_walk walk{1};
  CHECK(explore(walk, 300, describe).runs == 300);
  pct three{3, 1};
  CHECK(explore(three, 300, describe).runs == 300);
}

}  // namespace orders
