// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/limits.hpp>

#include <cstdint>

namespace stm::engine {

/// What a variable's lock and its version are packed into, so that one CAS checks both.
///
///     63                                13 12         3   2       1       0
///     | epoch of the last commit (51 bits) | sequence  | waiters reserved locked |
///
/// epoch, sequence  the version: strictly increases with every commit of the variable
/// locked           a commit is publishing: the value may be half of the old and the new
/// reserved         kept for a transaction whose turn it is; readers ignore it
/// waiters          kept for threads that wait for a change; readers ignore it
///
/// 51 bits of epoch last 71 years at a million epochs a second. Layout after Silo (Tu, Zheng,
/// Kohler, Liskov, Madden: Speedy transactions in multicore in-memory databases, 2013).
using version_word = std::uint64_t;

inline constexpr version_word locked_bit = 1;
inline constexpr version_word reserved_bit = 2;
inline constexpr version_word waiters_bit = 4;
inline constexpr version_word soft_bits = reserved_bit | waiters_bit;
inline constexpr version_word flag_bits = locked_bit | soft_bits;

inline constexpr unsigned flag_width = 3;
inline constexpr unsigned sequence_width = limits::sequence_width;
inline constexpr unsigned epoch_shift = flag_width + sequence_width;
inline constexpr version_word one_sequence = version_word{1} << flag_width;
inline constexpr version_word sequence_mask =
    ((version_word{1} << sequence_width) - 1) << flag_width;

[[nodiscard]] constexpr bool is_locked(version_word w) noexcept {
  return (w & locked_bit) != 0;
}
[[nodiscard]] constexpr std::uint64_t epoch_of(version_word w) noexcept {
  return w >> epoch_shift;
}

/// The version alone, as users see it: 0 for a variable that was never committed.
[[nodiscard]] constexpr std::uint64_t version_of(version_word w) noexcept {
  return w >> flag_width;
}
[[nodiscard]] constexpr version_word word_of_version(std::uint64_t version) noexcept {
  return version << flag_width;
}

[[nodiscard]] constexpr version_word without_soft(version_word w) noexcept {
  return w & ~soft_bits;
}
[[nodiscard]] constexpr version_word without_flags(version_word w) noexcept {
  return w & ~flag_bits;
}

/// True when a commit in the epoch of `w` has no sequence number left.
[[nodiscard]] constexpr bool is_saturated(version_word w) noexcept {
  return (w & sequence_mask) == sequence_mask;
}

/// The word that a commit in `epoch` leaves after `before`: unlocked, and a later version.
/// Requires epoch >= epoch_of(before), and a later epoch where `before` is saturated.
[[nodiscard]] constexpr version_word next_word(version_word before, std::uint64_t epoch) noexcept {
  return epoch_of(before) == epoch ? without_flags(before) + one_sequence : epoch << epoch_shift;
}

/// One step of a variable from a version to the next.
struct version_move {
  version_word before;
  version_word after;
};

}  // namespace stm::engine
