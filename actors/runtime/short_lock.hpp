// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

namespace actors::runtime {

/// A lock that is held for a few instructions at a time, so that nobody sleeps for it: who finds it
/// taken looks again, and gives way to the thread that holds it where that does not help.
class short_lock {
 public:
  short_lock() = default;
  short_lock(const short_lock&) = delete;
  short_lock& operator=(const short_lock&) = delete;

  void lock() {
    // Acquire: pairs with the release in unlock(), what the lock guards is visible.
    for (int looks = 0; taken_.exchange(true, std::memory_order_acquire);) {
      // Relaxed: a look; the exchange tells.
      while (taken_.load(std::memory_order_relaxed)) {
        if (++looks % looks_before_yield == 0) {
          stm::engine::yield();
        } else {
          stm::engine::pause();
        }
      }
    }
  }
  void unlock() {
    taken_.store(false, std::memory_order_release);  // Pairs with the acquire in lock().
  }

 private:
  static constexpr int looks_before_yield = 32;

  stm::engine::atomic<bool> taken_{false};
};

}  // namespace actors::runtime
