// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing.hpp>

#include <tests/linearizable/checker.hpp>
#include <tests/linearizable/report.hpp>
#include <tests/orders/each_source.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <unordered_set>

namespace linearizable {

/// The histories of one scene: of a script that was drawn from a seed.
class judge {
 public:
  explicit judge(std::uint64_t seed) : seed_{seed} {}

  /// Throws std::logic_error, which tells the history, where no order explains it.
  template <sequential Model>
  void check(const history_of<Model>& calls, const Model& initial) {
    ++checked_;
    distinct_.insert(std::hash<std::string>{}(picture(calls)));
    const verdict found = linearizable::check(calls, initial);
    if (!found.is_linearizable)
      throw std::logic_error{report<Model>(calls, found) + "to see it again: TALLY_SEED=" +
                             std::to_string(seed_) + " and TALLY_ORDER as follows"};
  }
  void tell() const {
    std::printf("seed %llu: %zu histories checked, %zu distinct\n",
                static_cast<unsigned long long>(seed_), checked_, distinct_.size());
  }

 private:
  std::uint64_t seed_;
  std::size_t checked_ = 0;
  std::unordered_set<std::size_t> distinct_;
};

/// Lets `describe(scene&, judge&, seed)` say what a scene is, for some seeds, and runs each in
/// orders from every source. TALLY_SEEDS: how many seeds, instead of so many. TALLY_SEED: this one
/// alone; TALLY_ORDER with it: in this order alone, as a failure has told it.
template <class Describe>
void in_orders(std::uint64_t seeds, Describe describe) {
  const char* const only = std::getenv("TALLY_SEED");
  const char* const order = std::getenv("TALLY_ORDER");
  if (const char* const given = std::getenv("TALLY_SEEDS")) seeds = std::strtoull(given, nullptr, 10);
  const std::uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
  const std::uint64_t last = only ? first : seeds;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    judge strict{seed};
    const auto script = [&](stm::testing::scene& all) { describe(all, strict, seed); };
    if (order) {
      stm::testing::replay(order, script);
    } else {
      orders::each_source(script);
    }
    strict.tell();
  }
}

}  // namespace linearizable
