// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/order_source.hpp>

#include <bit>
#include <random>

namespace stm::testing {

/// Whoever makes the next step is drawn anew for each.
class random_walk final : public order_source {
 public:
  explicit random_walk(std::uint64_t seed) : dice_{seed} {}

  void begin(int) override {}
  int next(threads ready, int) override {
    for (auto skipped = dice_() % static_cast<unsigned>(std::popcount(ready)); skipped; --skipped)
      ready &= ready - 1;
    return std::countr_zero(ready);
  }
  bool end(std::size_t) override { return true; }

 private:
  std::mt19937_64 dice_;
};

}  // namespace stm::testing
