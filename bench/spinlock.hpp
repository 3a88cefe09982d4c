// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <thread>

namespace bench {

/// A test-and-test-and-set lock of one byte: one exchange to take, one store to give back.
///
/// lock() pauses at first and then yields, so that a holder that has lost its core gets one.
class spinlock {
 public:
  void lock() noexcept {
    // Acquire pairs with the release in unlock(): what the last holder wrote is visible.
    while (locked_.exchange(true, std::memory_order_acquire)) [[unlikely]] wait();
  }
  void unlock() noexcept {
    // Release pairs with the acquire in lock(): the next holder sees what this one wrote.
    locked_.store(false, std::memory_order_release);
  }

 private:
  [[gnu::noinline, gnu::cold]] void wait() const noexcept {
    // Relaxed: a guess only; the exchange in lock() decides.
    for (int spins = 0; locked_.load(std::memory_order_relaxed); ++spins) {
      if (spins < 64) {
        pause();
      } else {
        std::this_thread::yield();
      }
    }
  }
  static void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm("isb" ::: "memory");
#endif
  }

  std::atomic<bool> locked_{false};
};

}  // namespace bench
