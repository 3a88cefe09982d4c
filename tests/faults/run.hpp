// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/faults/scene.hpp>

#include <string>

namespace faults {

/// What a room comes to.
struct ending {
  std::string state;
  int result = 0;

  bool operator==(const ending&) const = default;
};

/// Without any failure: before the act, after it, and what is allowed otherwise if it throws.
struct expected {
  ending before, after, allowed;
};

[[nodiscard]] expected run_without_a_failure(const scene& it);

// Through a pipe.
[[nodiscard]] std::string encode(const expected& known);
[[nodiscard]] expected decode(const std::string& text);

struct run_end {
  bool has_failed = false;  // the point was reached
  std::string wrong;        // what does not hold; empty: all does
};

[[nodiscard]] run_end run_with_a_failure(const scene& it, long nth, const expected& known);

}  // namespace faults
