// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/thread_slot.hpp>
#include <stm/statistics.hpp>

namespace stm {

totals statistics() {
  const auto sum = engine::thread_slot::sum();
  return {sum.commits, sum.conflicts, sum.exceptions, sum.commits + sum.conflicts + sum.exceptions};
}

}  // namespace stm
