// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/thread_slot.hpp>
#include <stm/statistics.hpp>

#include <cstddef>

namespace stm {

totals statistics() {
  const auto sum = engine::thread_slot::sum();
  const auto of = [&](engine::event what) { return sum[static_cast<std::size_t>(what)]; };
  using enum engine::event;
  return {.commits = of(commit),
          .conflicts = of(conflict),
          .exceptions = of(exception),
          .attempts = of(commit) + of(conflict) + of(exception),
          .waits = of(wait),
          .snapshots = of(snapshot),
          .turns = of(turn)};
}

}  // namespace stm
