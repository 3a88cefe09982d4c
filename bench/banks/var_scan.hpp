// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <stm/stm.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Transactional variables side by side, read in one read-only transaction.
class var_scan {
 public:
  static constexpr bank_facts facts{.name = "var_scan", .kind = "transactions", .most_threads = 1};

  explicit var_scan(std::size_t variables) : variables_(variables) {}

  std::int64_t sum() const {
    return stm::read_only([&](auto& tx) {
      std::int64_t total = 0;
      for (const variable& each : variables_) total += *tx[each.value];
      return total;
    });
  }

  static stm::totals statistics() { return stm::statistics(); }

 private:
  struct variable {
    stm::var<std::int64_t> value{opening_balance};
  };
  static_assert(sizeof(variable) == sizeof(stm::var<std::int64_t>));

  std::vector<variable> variables_;
};

}  // namespace bench
