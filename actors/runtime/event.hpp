// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>

namespace actors::runtime {

/// Something that one thread waits for and another one signals, once until it is reset.
///
/// States: empty; the parker of the thread that waits; done; serve; abandoned by a waiter whose
/// time was up. A signaller wakes only a waiter that has made its parker known: most answers come
/// without a call to the system.
class event {
 public:
  /// What a signal says.
  enum class news : std::uintptr_t {
    done = 1,  // what was waited for has come
    serve = 2  // the waiter owns the actor now and shall see to it itself; `done` may follow
  };

  event() = default;

  /// Wakes the waiter, now or when it comes. The last touch of the event: the waiter may destroy
  /// it.
  void signal(news what = news::done) {
    if (stm::engine::parker* const waiter = signal_quietly(what)) waiter->unpark();
  }
  /// The same, but whom to wake is returned, or null. A parker is never freed, so it can be woken
  /// when the event is gone.
  [[nodiscard]] stm::engine::parker* signal_quietly(news what = news::done);
  /// What precedes the signal is visible once this is true.
  [[nodiscard]] bool signalled() const {
    const state now =
        state_.load(std::memory_order_acquire);  // Pairs with the release in signal_quietly().
    return now == state_of(news::done) || now == state_of(news::serve);
  }
  /// True until it is signalled or abandoned.
  [[nodiscard]] bool awaited() const {
    const state now =
        state_.load(std::memory_order_acquire);  // Pairs with the release in signal_quietly().
    return now == empty_state || now > last_named_state;
  }

  // For the one thread that waits.

  /// Blocks until signalled; nothing interrupts it. A pool whose worker sleeps here replaces it.
  ///
  /// A thread's first sleep takes memory. Where there is none it stays awake instead, and gives
  /// way: the event may lie on its stack, and be known already.
  news wait() noexcept;
  /// The same for a worker that has nothing to do: nobody replaces it.
  void wait_idle() noexcept;
  /// Blocks until signalled: true; or until the time has come: false, and the event is abandoned.
  ///
  /// Throws std::bad_alloc where there is no memory for a first sleep; the event is as it was.
  /// An interruption point: throws boost::thread_interrupted, and the event is abandoned; so does
  /// stop_now() of the actor whose handler waits. A pool whose worker sleeps here replaces it.
  [[nodiscard]] bool wait_until(clock::time_point time);
  /// The same, but it sleeps at once: for a thread that nobody waits for.
  [[nodiscard]] bool wait_idle_until(clock::time_point time);
  /// Signalled, or abandoned, -> empty. A signal that comes at the same time may be lost.
  void reset() { state_.store(empty_state, std::memory_order_relaxed); }

 private:
  using state = std::uintptr_t;
  static constexpr state state_of(news n) { return static_cast<state>(n); }
  static constexpr state empty_state = 0;
  static constexpr state abandoned_state = 3;
  static constexpr state last_named_state = abandoned_state;

  bool spin(int most_looks) const;
  void sleep() noexcept;
  news heard() const;
  bool announce(stm::engine::parker& own);
  bool abandon(stm::engine::parker& own);

  stm::engine::atomic<state> state_{empty_state};
};

}  // namespace actors::runtime
