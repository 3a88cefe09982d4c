// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <stm/stm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Plain integers as far apart as transactional variables lie: what it costs to reach them.
class strided_scan {
 public:
  static constexpr bank_facts facts{.name = "strided_scan", .kind = "none", .most_threads = 1};

  explicit strided_scan(std::size_t variables) : variables_(variables) {}

  std::int64_t sum() const {
    std::int64_t total = 0;
    for (const variable& each : variables_) total += each.value;
    return total;
  }

 private:
  using like = stm::var<std::int64_t>;
  struct alignas(like) variable {
    std::int64_t value = opening_balance;
    std::array<std::byte, sizeof(like) - sizeof(std::int64_t)> beside{};
  };
  static_assert(sizeof(variable) == sizeof(like));

  std::vector<variable> variables_;
};

}  // namespace bench
