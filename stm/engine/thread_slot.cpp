// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/reclaim.hpp>
#include <stm/engine/thread_slot.hpp>

#include <algorithm>

namespace stm::engine {

constinit atomic<thread_slot*> thread_slot::all_{nullptr};

/// Gives the thread's slot back when the thread ends.
struct thread_slot::leaver {
  ~leaver() { leave(); }
  void stay() noexcept {}
};

thread_slot& thread_slot::take() {
  // A transaction in a destructor that runs after leaver's keeps its slot for good.
  static thread_local leaver at_exit;
  at_exit.stay();

  // Acquire: pairs with the release that put the slot in the list: it is seen constructed.
  for (thread_slot* slot = all_.load(std::memory_order_acquire); slot; slot = slot->next_)
    // Acquire: pairs with the release in leave(): the last owner's work on the slot is done.
    if (!slot->taken_.load(std::memory_order_relaxed) &&
        !slot->taken_.exchange(true, std::memory_order_acquire))
      return *(mine_ = slot);

  auto* slot = new thread_slot;
  slot->random_ = reinterpret_cast<std::uintptr_t>(slot) | 1;
  slot->next_ = all_.load(std::memory_order_relaxed);
  // Release: pairs with the acquire loads of all_ here, in oldest_pin() and in sum(). seq_cst: the
  // slot is in the list before its thread pins, so that no reclaimer overlooks the pin.
  while (!all_.compare_exchange(
      slot->next_, slot, std::memory_order_seq_cst, std::memory_order_relaxed)) {
  }
  return *(mine_ = slot);
}

void thread_slot::leave() noexcept {
  if (!mine_) return;
  thread_slot& slot = *std::exchange(mine_, nullptr);
  orphan_retired(slot);
  // Release: pairs with the acquire in take().
  slot.taken_.store(false, std::memory_order_release);
}

std::uint64_t thread_slot::oldest_pin(std::uint64_t now) {
  std::uint64_t oldest = now;
  // seq_cst, both: a pin that is not seen here was set after the epoch had been advanced, and its
  // thread then finds every box retired before that unlinked.
  for (thread_slot* slot = all_.load(std::memory_order_seq_cst); slot; slot = slot->next_)
    oldest = std::min(oldest, slot->pin_.load(std::memory_order_seq_cst));
  return oldest;
}

thread_slot::totals thread_slot::sum() {
  totals all;
  for (thread_slot* slot = all_.load(std::memory_order_acquire); slot; slot = slot->next_) {
    all.commits += slot->commits_.load(std::memory_order_relaxed);
    all.conflicts += slot->conflicts_.load(std::memory_order_relaxed);
    all.exceptions += slot->exceptions_.load(std::memory_order_relaxed);
  }
  return all;
}

}  // namespace stm::engine
