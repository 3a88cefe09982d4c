// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

namespace examples {

/// Random choices, the same ones for the same seed; for one thread at a time.
class dice {
 public:
  explicit dice(std::uint32_t seed) : random_{seed} {}

  int between(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }

  int one_of(std::initializer_list<int> choices) {
    const int last = static_cast<int>(choices.size()) - 1;
    return choices.begin()[between(0, last)];
  }

 private:
  std::mt19937 random_;
};

}  // namespace examples
