// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors {

/// Constructs a holder of an actor that waits for start(), as std::defer_lock makes a lock wait.
struct defer_start_t {
  explicit defer_start_t() = default;
};
inline constexpr defer_start_t defer_start{};

}  // namespace actors
