// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/attempt.hpp>

namespace stm::engine {

void attempt::fail(const cell_base& cell, version_word held) {
  if (!is_doomed())
    lost_ = {&cell, version_of(held), version_of(cell.word.load(std::memory_order_relaxed))};
  mode_ |= doomed;
  throw attempt_failed{};
}

void attempt::pin_first() {
  duties_ |= is_pinned;
  if (slot_.pin()) duties_ |= has_pinned;
}

}  // namespace stm::engine
