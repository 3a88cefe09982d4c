// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace bench {

/// Plain integers side by side: what the processor reads fastest.
class dense_scan {
 public:
  static constexpr bank_facts facts{.name = "dense_scan", .kind = "none", .most_threads = 1};

  explicit dense_scan(std::size_t variables) : variables_(variables, opening_balance) {}

  std::int64_t sum() const {
    return std::accumulate(variables_.begin(), variables_.end(), std::int64_t{0});
  }

 private:
  std::vector<std::int64_t> variables_;
};

}  // namespace bench
