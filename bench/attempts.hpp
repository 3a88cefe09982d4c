// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>

namespace bench {

/// Attempts per commit of a run, as the bank's engine counts them; nothing for other banks.
template <class B>
class attempts {
 public:
  void begin() {}
  void report(benchmark::State&) const {}
};

template <class B>
requires requires {
  B::statistics();
}
class attempts<B> {
 public:
  void begin() { before_ = B::statistics(); }

  void report(benchmark::State& state) const {
    const auto after = B::statistics();
    const std::uint64_t made = after.attempts - before_.attempts;
    const std::uint64_t held = std::max<std::uint64_t>(after.commits - before_.commits, 1);
    state.counters["attempts_per_commit"] = static_cast<double>(made) / static_cast<double>(held);
  }

 private:
  decltype(B::statistics()) before_{};
};

}  // namespace bench
