// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

/// The numbers the engine was tuned with. A test build may define TALLY_SMALL_LIMITS: the same
/// engine, in which what is rare becomes common.
namespace stm::engine::limits {

#ifdef TALLY_SMALL_LIMITS
inline constexpr unsigned sequence_width = 2;
inline constexpr unsigned small_log = 3;
inline constexpr unsigned hash_from = 6;
inline constexpr unsigned turn_after = 2;
inline constexpr std::uint64_t retired_batch = 4;
inline constexpr std::uint64_t spare_nodes = 4;
inline constexpr std::uint64_t spare_boxes = 8;
inline constexpr std::uint64_t last_epoch = std::uint64_t{1} << 22;
inline constexpr unsigned wait_buckets = 2;
#else
/// Bits of a version that tell the commits of one epoch apart.
inline constexpr unsigned sequence_width = 10;
/// Variables from which on an attempt no longer checks all of them after each read, which costs a
/// square: an updating one goes by epochs, a reading one opens a snapshot.
inline constexpr unsigned small_log = 8;
/// Variables from which on a log is looked up through an index.
inline constexpr unsigned hash_from = 16;
/// Attempts that may fail before a transaction takes its turn.
inline constexpr unsigned turn_after = 16;
/// Retired boxes that are looked through together.
inline constexpr std::uint64_t retired_batch = 128;
/// Nodes of histories that a thread keeps for use again: 24 bytes each.
inline constexpr std::uint64_t spare_nodes = 4096;
/// Boxes of each type that a thread keeps for use again.
inline constexpr std::uint64_t spare_boxes = 512;
/// 51 bits: 71 years at a million epochs a second.
inline constexpr std::uint64_t last_epoch = (std::uint64_t{1} << 51) - 1;
/// Lists in which waiting threads are found by variable: 64 bytes each.
inline constexpr unsigned wait_buckets = 512;
#endif

}  // namespace stm::engine::limits
