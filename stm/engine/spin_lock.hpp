// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/backoff.hpp>
#include <stm/engine/sync.hpp>

namespace stm::engine {

/// For a few steps now and then, none of which waits: no path of a small transaction takes it.
class spin_lock {
 public:
  void lock() {
    // Acquire: pairs with the release in unlock().
    for (spin_wait wait; is_locked_.exchange(true, std::memory_order_acquire);)
      while (is_locked_.load(std::memory_order_relaxed)) wait.once();
  }
  void unlock() {
    // Release: pairs with the acquire in lock().
    is_locked_.store(false, std::memory_order_release);
  }

  class [[nodiscard]] guard {
   public:
    explicit guard(spin_lock& lock) : lock_{lock} { lock_.lock(); }
    ~guard() { lock_.unlock(); }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

   private:
    spin_lock& lock_;
  };

 private:
  atomic<bool> is_locked_{false};
};

}  // namespace stm::engine
