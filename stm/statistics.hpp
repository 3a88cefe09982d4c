// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace stm {

/// What all transactions of the process have come to, since it began.
struct totals {
  std::uint64_t commits = 0;     ///< blocks and checkouts' commits that took effect
  std::uint64_t conflicts = 0;   ///< attempts that another thread's commit spoilt
  std::uint64_t exceptions = 0;  ///< blocks that an exception of their own ended
  std::uint64_t attempts = 0;    ///< all of them together
};

/// Adds up the counters of all threads, which each thread keeps for itself. Never blocks; counts
/// of transactions that are just ending may be missing.
[[nodiscard]] totals statistics();

}  // namespace stm
