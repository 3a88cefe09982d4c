// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/thread_slot.hpp>

#include <algorithm>
#include <boost/thread/tss.hpp>
#include <cstdint>

namespace stm::engine {

constinit atomic<thread_slot*> thread_slot::all_{nullptr};
constinit thread_local thread_slot* thread_slot::mine_ = nullptr;

thread_slot& thread_slot::take() {
  // Runs leave() after all thread_local destructors, and once more if one of another library's
  // has made the thread take a slot again. Never destroyed: a thread may outlive main().
  static auto& at_exit = *new boost::thread_specific_ptr<thread_slot>{&leave};

  thread_slot* slot = free_slot();
  if (!slot) slot = add_slot();
  try {
    at_exit.reset(slot);
  } catch (...) {
    leave(slot);
    throw;
  }
  return *(mine_ = slot);
}

thread_slot* thread_slot::free_slot() {
  // Acquire: pairs with the release in add_slot(): the slot is seen constructed.
  for (thread_slot* slot = all_.load(std::memory_order_acquire); slot; slot = slot->next_)
    // Acquire: pairs with the release in leave(): the last owner's work on the slot is done, and
    // the boxes it has retired are now the new owner's.
    if (!slot->taken_.load(std::memory_order_relaxed) &&
        !slot->taken_.exchange(true, std::memory_order_acquire))
      return slot;
  return nullptr;
}

thread_slot* thread_slot::add_slot() {
  auto* slot = new thread_slot;
  slot->random_ = reinterpret_cast<std::uintptr_t>(slot) | 1;
  slot->next_ = all_.load(std::memory_order_relaxed);
  // Release: pairs with the acquire loads of all_. seq_cst: the slot is in the list before its
  // thread pins, so that no sweep overlooks the pin.
  while (!all_.compare_exchange(
      slot->next_, slot, std::memory_order_seq_cst, std::memory_order_relaxed)) {
  }
  return slot;
}

void thread_slot::leave(thread_slot* slot) noexcept {
  mine_ = nullptr;
  // Release: pairs with the acquire in free_slot().
  slot->taken_.store(false, std::memory_order_release);
}

std::uint64_t thread_slot::oldest_pin() {
  std::uint64_t oldest = unpinned;
  // seq_cst, both: a pin that is not seen here comes after these loads in the one order, and so
  // after the locking CAS of every commit that unlinked a box retired by now: see pin().
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
