// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/history_pool.hpp>
#include <stm/engine/retired.hpp>

#include <algorithm>
#include <new>

namespace stm::engine {

void history_pool::make_room(std::uint64_t count) {
  constexpr std::uint64_t at_least = std::min<std::uint64_t>(64, limits::spare_nodes);
  for (count = std::max(count, at_least); count_ < count;) give(*new history_node);
}

void history_pool::trim(retired_list& retired, std::uint64_t most) noexcept {
  while (count_ > most) {
    try {
      retired.make_room(1);
    } catch (const std::bad_alloc&) {
      return;  // Kept until there is memory to free it.
    }
    retired.add(
        &take(), [](void* node, thread_slot*) noexcept { delete static_cast<history_node*>(node); },
        0);
  }
}

}  // namespace stm::engine
