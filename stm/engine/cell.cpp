// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/cell.hpp>

namespace stm::engine {

versioned wait_consistent(const cell_base& cell) {
  versioned now;
  for (spin_wait wait; !load_consistent(cell, now); wait.once()) {
  }
  return now;
}

}  // namespace stm::engine
