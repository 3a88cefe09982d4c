// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/name_filter.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace bench {

/// What the command line asks for.
struct options {
  bool quick = false;
  bool list = false;
  bool help = false;
  std::uint64_t seed = 1;
  int repetitions = 9;
  double seconds = 0.1;  // the length of each run
  name_filter filter = {};
  std::string out = "";
};

/// One line saying what is accepted.
extern const char* const usage;

/// The options these arguments stand for, or nothing when one of them is not accepted.
std::optional<options> parsed(std::span<const char* const> arguments);

}  // namespace bench
