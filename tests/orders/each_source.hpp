// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing.hpp>

#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace orders {

/// Runs the script in orders from every source there is. How many: for each so many times as many,
/// as TALLY_THOUSANDS says, or five times.
inline void each_source(const stm::testing::script& describe, std::size_t as_many = 1000) {
  using namespace stm::testing;
  const support::deadline limit{"orders of threads", std::chrono::minutes{20}};
  const char* const given = std::getenv("TALLY_THOUSANDS");
  const std::size_t runs = as_many * static_cast<std::size_t>(given ? std::atoi(given) : 5);
  const auto told = [&](const char* name, order_source& source) {
    const explored sum = explore(source, runs, describe);
    std::printf("%s: %zu runs%s, %zu distinct, %zu cut, the longest of %zu steps\n", name, sum.runs,
                sum.is_all ? " (all)" : "", sum.distinct, sum.cut, sum.longest);
    CHECK(sum.runs > 0);
  };
  random_walk walk{1};
  told("random walk", walk);
  pct two{2, 1}, three{3, 1};
  told("pct, depth 2", two);
  told("pct, depth 3", three);
  within_preemptions few{2};
  told("within 2 preemptions", few);
}

}  // namespace orders
