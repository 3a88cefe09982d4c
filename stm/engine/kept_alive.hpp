// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/box.hpp>
#include <stm/engine/thread_slot.hpp>

#include <utility>

namespace stm::engine {

/// What has kept the variables alive that an attempt has read, for as long as the thread has to
/// touch them to wait for a change. The next attempt begins after end().
class kept_alive {
 public:
  kept_alive() = default;
  ~kept_alive() { end(); }
  kept_alive(const kept_alive&) = delete;
  kept_alive& operator=(const kept_alive&) = delete;

  // Each takes over what the attempt would have given back at its end.

  void keep_pin(thread_slot& pinned) noexcept { pinned_ = &pinned; }
  void keep_snapshot(thread_slot& place) noexcept { place_ = &place; }
  void keep_boxes(thread_slot& slot, box_base* own) noexcept { slot_ = &slot, own_ = own; }

  /// Others may destroy what they have replaced from here on. Runs nothing of the user's, who might
  /// have the thread wait for something else: the boxes that the attempt has made stay.
  void release() noexcept {
    if (place_) std::exchange(place_, nullptr)->close_snapshot();
    if (pinned_) std::exchange(pinned_, nullptr)->unpin();
  }
  void end() noexcept {
    release();
    while (own_) {
      box_base* const box = std::exchange(own_, own_->next);
      box->dispose(box, slot_);
    }
  }

 private:
  thread_slot* pinned_ = nullptr;
  thread_slot* place_ = nullptr;  // of the snapshot
  thread_slot* slot_ = nullptr;   // whose boxes they are
  box_base* own_ = nullptr;
};

}  // namespace stm::engine
