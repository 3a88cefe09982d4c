// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace opacity {

struct options {
  static constexpr std::uint64_t unlimited = ~std::uint64_t{0};

  /// One bank of threads over one set of variables.
  struct setting {
    std::uint64_t transactions;  // of all threads together
    std::uint32_t threads;
    key keys;
  };
  std::vector<setting> settings;     // one after another
  std::uint64_t history = 200'000;   // transactions that are recorded before they are checked
  std::uint64_t yields = unlimited;  // of each thread in each history
  std::uint64_t seed = 0;

  /// --transactions=N --threads=N --keys=N --history=N --seed=N. Without arguments the settings of
  /// the usual run, with few yields; with any of the first three one setting, and without limits.
  /// Nothing, and the usage printed, if the arguments are wrong. The seed is a new one each time.
  [[nodiscard]] static std::optional<options> parse(int argc, char** argv);
};

}  // namespace opacity
