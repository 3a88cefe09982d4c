// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>

namespace actors::runtime {

/// Something that one thread waits for and another one signals, once until it is reset.
///
/// States: empty; the parker of the thread that waits; signalled; abandoned by a waiter whose time
/// was up. A signaller wakes only a waiter that has made its parker known: most answers come
/// without a call to the system.
class event {
 public:
  event() = default;

  /// Wakes the waiter, now or when it comes. The last touch of the event: the waiter may destroy
  /// it.
  void signal();
  /// What precedes the signal is visible once this is true.
  [[nodiscard]] bool signalled() const {
    return state_.load(std::memory_order_acquire) ==
           signalled_state;  // Pairs with the release in signal().
  }
  /// True until it is signalled or abandoned.
  [[nodiscard]] bool awaited() const {
    const state now =
        state_.load(std::memory_order_acquire);  // Pairs with the release in signal().
    return now == empty_state || now > last_named_state;
  }

  // For the one thread that waits.

  /// Blocks until signalled; nothing interrupts it.
  void wait();
  /// Blocks until signalled: true; or until the time has come: false, and the event is abandoned.
  ///
  /// An interruption point: throws boost::thread_interrupted, and the event is abandoned.
  [[nodiscard]] bool wait_until(clock::time_point time);
  /// Signalled -> empty. The next signal must come after this in some other way.
  void reset() { state_.store(empty_state, std::memory_order_relaxed); }

 private:
  using state = std::uintptr_t;
  static constexpr state empty_state = 0;
  static constexpr state signalled_state = 1;
  static constexpr state abandoned_state = 2;
  static constexpr state last_named_state = abandoned_state;

  bool spin() const;
  bool announce(stm::engine::parker& own);
  bool abandon(stm::engine::parker& own);

  stm::engine::atomic<state> state_{empty_state};
};

}  // namespace actors::runtime
