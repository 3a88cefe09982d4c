// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/cell.hpp>

#include <utility>

namespace stm::engine {

versioned wait_consistent(const cell_base& cell) {
  versioned now;
  for (spin_wait wait; !load_consistent(cell, now); wait.once()) {
  }
  return now;
}

void cell_base::forget(history_node* newest) noexcept {
  // To the pool: a snapshot of other variables may be looking at one of them still. A thread whose
  // slot cannot be had leaks them.
  try {
    history_pool& nodes = thread_slot::mine().nodes;
    while (newest)
      nodes.give(*std::exchange(newest, newest->older.load(std::memory_order_relaxed)));
  } catch (...) {
  }
}

}  // namespace stm::engine
