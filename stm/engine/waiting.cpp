// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/access_log.hpp>
#include <stm/engine/kept_alive.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/waiting.hpp>

namespace stm::engine {

void wait_for_change(attempt& run) {
  if (run.what() == attempt::kind::reading)
    static_cast<read_log&>(run).wait_for_change();
  else
    static_cast<access_log&>(run).wait_for_change();
}

void access_log::leave_to(kept_alive& kept) noexcept {
  if (duties_ & has_pinned) kept.keep_pin(slot_);
  if (duties_ & has_boxes) kept.keep_boxes(slot_, owned_);
  duties_ &= static_cast<std::uint8_t>(~(has_pinned | has_boxes));
}

void read_log::leave_to(kept_alive& kept) noexcept {
  if (duties_ & has_snapshot) kept.keep_snapshot(*place_);
  if (duties_ & has_pinned) kept.keep_pin(slot_);
  duties_ &= static_cast<std::uint8_t>(~(has_snapshot | has_pinned));
}

}  // namespace stm::engine
