// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/thread_slot.hpp>

namespace stm::engine {

/// Keeps published boxes alive in its scope, where no attempt does.
class [[nodiscard]] pin_scope {
 public:
  explicit pin_scope(thread_slot& slot) : slot_{slot} { slot.pin(); }
  ~pin_scope() { slot_.unpin(); }
  pin_scope(const pin_scope&) = delete;
  pin_scope& operator=(const pin_scope&) = delete;

 private:
  thread_slot& slot_;
};

}  // namespace stm::engine
