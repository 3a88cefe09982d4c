// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/order_source.hpp>

#include <random>
#include <vector>

namespace stm::testing {

/// Threads with random priorities, of which a few fall behind all others at random steps: "A
/// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", Burckhardt, Kothari,
/// Musuvathi, Nagarakatte (2010).
///
/// A fault that needs d steps in a certain order is found in a run of n threads and k steps with a
/// probability of at least 1 / (n * k^(d-1)).
class pct final : public order_source {
 public:
  /// For faults of this depth: 1 and more.
  pct(int depth, std::uint64_t seed);

  void begin(int count) override;
  int next(threads ready, int last) override;
  bool end(std::size_t steps) override;

 private:
  void know(int thread);
  [[nodiscard]] int priority(int thread) const {
    return priorities_[static_cast<std::size_t>(thread)];
  }

  const int depth_;
  std::mt19937_64 dice_;
  std::vector<int> priorities_;       // of the threads; the highest goes first; 0: not there yet
  int there_ = 0;                     // how many have one
  std::vector<std::size_t> changes_;  // the steps at which whoever is first falls back
  std::size_t steps_ = 0;
  std::size_t longest_ = 64;  // run so far, or a first guess
  int lowest_ = 0;            // priority given so far
};

}  // namespace stm::testing
