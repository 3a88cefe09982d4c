// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench {

/// Marsaglia's xorshift64: a few instructions a number, the same numbers for the same seed.
class xorshift {
 public:
  /// Streams of one seed differ from each other from the first number on.
  xorshift(std::uint64_t seed, std::uint64_t stream) : state_{mixed(seed + stream * golden)} {}

  std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    // The upper half: the lower bits of a xorshift are its weak ones.
    return static_cast<std::uint32_t>(state_ >> 32);
  }

  /// A number from 0 to bound - 1, by multiplication instead of division.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>((std::uint64_t{next()} * bound) >> 32);
  }

 private:
  static constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;

  // The finish of splitmix64; a state of zero would stay zero for ever.
  static constexpr std::uint64_t mixed(std::uint64_t x) {
    x += golden;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    x ^= x >> 31;
    return x == 0 ? golden : x;
  }

  std::uint64_t state_;
};

}  // namespace bench
