// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/attempt.hpp>

namespace stm::engine {

void attempt::fail(const cell_base& cell, version_word held) {
  if (!is_doomed())
    lost_ = {&cell, version_of(held), version_of(cell.word.load(std::memory_order_relaxed))};
  mode_ |= doomed;
  throw attempt_failed{};
}

}  // namespace stm::engine
