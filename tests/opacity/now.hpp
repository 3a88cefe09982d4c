// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <atomic>
#include <chrono>

namespace opacity {

#if defined(__x86_64__)

/// A moment after all accesses of this thread before the call, as others see them, and before all
/// after it: what ends before something else begins, by these moments, really does.
///
/// A clock alone would not do: a commit's stores may wait in the processor's buffer for some time
/// after the clock was read, and loads be made before it. Nothing is shared between threads, so
/// that the recording brings no order into what it records.
inline moment now() {
  static thread_local std::atomic<moment> own{0};
  // Sequentially consistent, and so with a lock prefix: stands until all stores are out. Linux
  // reads the clock behind an lfence, which no instruction overtakes, and vouches that it is the
  // same for all processors.
  own.exchange(0, std::memory_order_seq_cst);
  const auto read =
      static_cast<moment>(std::chrono::steady_clock::now().time_since_epoch().count());
  // Takes what the clock gave, so it comes after; later loads come after the lock prefix.
  own.exchange(read, std::memory_order_seq_cst);
  return read;
}

#else

/// The same by a counter that all threads share, whose order is that of its changes on every
/// processor.
inline moment now() {
  static std::atomic<moment> counter{0};
  // Sequentially consistent: each change synchronises with all later ones.
  return counter.fetch_add(1, std::memory_order_seq_cst);
}

#endif

}  // namespace opacity
