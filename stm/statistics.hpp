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
  std::uint64_t waits = 0;       ///< sleeps by tx.retry() and tx.check()
  std::uint64_t snapshots = 0;   ///< read-only blocks that went on in a snapshot
  std::uint64_t turns = 0;       ///< transactions that took their turn, after many conflicts
};

/// What the handles of one store have come to: see store::statistics().
struct store_totals {
  std::uint64_t checkouts = 0;  ///< values and changesets checked out
  std::uint64_t commits = 0;    ///< commits of them outside atomically() that took effect
  std::uint64_t conflicts = 0;  ///< those that did not, as something had moved, or was busy
};

/// Adds up the counters of all threads, which each thread keeps for itself. Never blocks; counts
/// of transactions that are just ending may be missing.
[[nodiscard]] totals statistics();

}  // namespace stm
