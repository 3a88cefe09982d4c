// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing.hpp>

#include <tests/linearizable/checker.hpp>
#include <tests/linearizable/report.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
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
  [[nodiscard]] std::size_t checked() const { return checked_; }
  [[nodiscard]] std::size_t distinct() const { return distinct_.size(); }

 private:
  std::uint64_t seed_;
  std::size_t checked_ = 0;
  std::unordered_set<std::size_t> distinct_;
};

/// A number that the environment gives, or another one.
inline std::uint64_t given_or(const char* name, std::uint64_t usual) {
  const char* const given = std::getenv(name);
  return given ? std::strtoull(given, nullptr, 10) : usual;
}

/// Runs a scene in so many orders from each source, and says what came of it.
inline void in_orders_of_all_sources(const judge& strict, std::uint64_t seed, std::size_t runs,
                                     const stm::testing::script& script) {
  using namespace stm::testing;
  random_walk walk{seed};
  pct two{2, seed}, three{3, seed};
  within_preemptions few{2};
  // First of all, as a run that hangs is aborted.
  std::printf("seed %llu: ", static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  explored sum;
  for (order_source* each :
       {static_cast<order_source*>(&walk), static_cast<order_source*>(&two),
        static_cast<order_source*>(&three), static_cast<order_source*>(&few)}) {
    const explored some = explore(*each, runs, script);
    sum.runs += some.runs;
    sum.distinct += some.distinct;
    sum.cut += some.cut;
    sum.longest = std::max(sum.longest, some.longest);
  }
  std::printf(
      "%zu runs, %zu distinct by their sources, %zu cut, the longest of %zu steps; "
      "%zu histories, %zu distinct\n",
      sum.runs, sum.distinct, sum.cut, sum.longest, strict.checked(), strict.distinct());
}

/// Lets `draw(seed)` draw a scene for some seeds: a function of (scene&, judge&) that describes a
/// run of it, see explore(). Runs each in so many orders of each source for each thousand, five or
/// TALLY_THOUSANDS: as usual in 5000 of all four. TALLY_SEEDS: how many seeds, instead of so many.
/// TALLY_SEED: this one alone; TALLY_ORDER with it: in this order alone, as a failure has told it.
template <class Draw>
void in_orders(std::uint64_t seeds, Draw draw, std::size_t as_many = 250) {
  const std::uint64_t only = given_or("TALLY_SEED", 0);
  const std::size_t runs = as_many * given_or("TALLY_THOUSANDS", 5);
  const char* const order = std::getenv("TALLY_ORDER");
  const std::uint64_t last = only ? only : given_or("TALLY_SEEDS", seeds);
  for (std::uint64_t seed = only ? only : 1; seed <= last; ++seed) {
    const support::deadline limit{"orders of threads", std::chrono::minutes{20}};
    judge strict{seed};
    const auto describe = draw(seed);
    const auto script = [&](stm::testing::scene& all) { describe(all, strict); };
    if (order) {
      stm::testing::replay(order, script);
    } else {
      in_orders_of_all_sources(strict, seed, runs, script);
    }
    CHECK(strict.checked() > 0);
  }
}

}  // namespace linearizable
