// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/box_pool.hpp>
#include <stm/engine/sync.hpp>

namespace stm::engine {

std::size_t next_box_type() noexcept {
  static constinit atomic<std::size_t> count{0};
  // Relaxed: the number has to be new, nothing more.
  return count.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace stm::engine
