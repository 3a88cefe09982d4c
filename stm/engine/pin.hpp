// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/thread_slot.hpp>

namespace stm::engine {

/// Keeps published boxes alive in its scope, where no attempt does.
class [[nodiscard]] pin_scope {
 public:
  explicit pin_scope(thread_slot& slot) : slot_{slot}, has_pinned_{slot.pin()} {}
  ~pin_scope() {
    if (has_pinned_) slot_.unpin();
  }
  pin_scope(const pin_scope&) = delete;
  pin_scope& operator=(const pin_scope&) = delete;

 private:
  thread_slot& slot_;
  bool has_pinned_;  // false: something that lasts longer has
};

}  // namespace stm::engine
