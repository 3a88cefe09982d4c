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
  for (;;) {
    // The oldest: those who take one after the other have them in the same order, new or not.
    thread_slot* oldest = nullptr;
    for (thread_slot* slot = all_.load(std::memory_order_acquire); slot; slot = slot->next_) {
      const visit here{*slot};
      if (!slot->taken_.load(std::memory_order_relaxed)) oldest = slot;
    }
    // Acquire: pairs with the release in leave(): the last owner's work on the slot is done, and
    // what it has retired is now the new owner's.
    if (!oldest || !oldest->taken_.exchange(true, std::memory_order_acquire)) return oldest;
  }
}

thread_slot* thread_slot::add_slot() {
  auto* slot = new thread_slot;
  // Acquire, also in the loop: the number of the slot before it is read.
  slot->next_ = all_.load(std::memory_order_acquire);
  const auto count_before = [&] { return slot->next_ ? slot->next_->number_ + 1 : 0; };
  slot->number_ = count_before();
  // Release: pairs with the acquire loads of all_. seq_cst: the slot is in the list before its
  // thread pins or opens a snapshot, so that neither is overlooked.
  while (!all_.compare_exchange(
      slot->next_, slot, std::memory_order_seq_cst, std::memory_order_acquire))
    slot->number_ = count_before();
  slot->random_ = seed_of(slot->number_);
  return slot;
}

void thread_slot::leave(thread_slot* slot) noexcept {
  if (mine_ == slot) mine_ = nullptr;
  // Release: pairs with the acquire in free_slot().
  slot->taken_.store(false, std::memory_order_release);
}

std::uint64_t thread_slot::oldest_pin() {
  std::uint64_t oldest = unpinned;
  // seq_cst, both: a pin that is not seen here comes after these loads in the one order, and so
  // after the locking CAS of every commit that unlinked a box retired by now: see pin().
  for (thread_slot* slot = all_.load(std::memory_order_seq_cst); slot; slot = slot->next_) {
    const visit here{*slot};
    oldest = std::min(oldest, slot->pin_.load(std::memory_order_seq_cst));
  }
  return oldest;
}

/// Takes over each slot whose thread has ended, for as long as `use` needs it.
template <class Use>
void thread_slot::in_free_slots(Use use) {
  // Acquire, both: as in free_slot().
  for (thread_slot* slot = all_.load(std::memory_order_acquire); slot; slot = slot->next_) {
    if (slot->taken_.load(std::memory_order_relaxed) ||
        slot->taken_.exchange(true, std::memory_order_acquire))
      continue;
    use(*slot);
    leave(slot);
  }
}

std::size_t thread_slot::reclaim() {
  std::size_t left = 0;
  in_free_slots([&](thread_slot& slot) { left += slot.retired.reclaim(slot); });
  // The last, as what destructors of the others replace comes here.
  return left + mine().retired.reclaim(mine());
}

void thread_slot::begin_anew(unsigned number) {
  random_ = seed_of(number);
  const auto clear = [this] {
    if (!retired.is_empty()) retired.reclaim(*this);
  };
  clear();
  // Every other one has to make room for versions first.
  const std::uint64_t spare = number % 2 * std::min<std::uint64_t>(8, limits::spare_nodes);
  nodes.trim(retired, spare);
  clear();
  while (!nodes.has(spare)) nodes.give(*new history_node);
  // As if it had looked just now: who does not look again when one is opened has to be found out.
  const snapshot_count::key now = domain.snapshots.now();
  snapshot_count::is_any_open(now) ? snapshots.find(now) : snapshots.find_none(now);
}

void thread_slot::begin_anew_after_threads() {
  unsigned left = 0;
  in_free_slots([&](thread_slot&) { ++left; });
  // From the oldest on, which is the next to be taken.
  in_free_slots([&](thread_slot& slot) { slot.begin_anew(--left); });
}

void thread_slot::add_free(unsigned at_least) {
  unsigned there = 0;
  in_free_slots([&](thread_slot&) { ++there; });
  for (; there < at_least; ++there) leave(add_slot());
}

std::uint64_t thread_slot::open_snapshot() {
  for (bool is_counted = false;; is_counted = true) {
    const std::uint64_t epoch = domain.clock.now();
    // seq_cst: announced, then counted, then found still to last. A commit of a later epoch has
    // loaded that after the check here: so it sees the count, which tells it that what it has
    // found before does not hold any more, and it finds the epoch.
    snapshot_.store(epoch, std::memory_order_seq_cst);
    if (is_counted)
      domain.snapshots.reopened();
    else
      domain.snapshots.opened();
    if (domain.clock.now() == epoch) {
      domain.clock.move_past(epoch);
      return epoch;
    }
  }
}

void thread_slot::close_snapshot() {
  // Release: pairs with open_epoch(): what the snapshot has read it has read before this.
  snapshot_.store(no_snapshot, std::memory_order_release);
  domain.snapshots.closed();
  if (this != mine_) leave(this);
}

thread_slot& thread_slot::snapshot_place() {
  if (snapshot_.load(std::memory_order_relaxed) == no_snapshot) return *this;
  thread_slot* spare = free_slot();
  return spare ? *spare : *add_slot();
}

std::size_t thread_slot::count_slots() {
  const thread_slot* newest = first();
  return newest ? newest->number_ + 1 : 0;
}

thread_slot::totals thread_slot::sum() {
  totals all{};
  for (const thread_slot* slot = first(); slot; slot = slot->next_)
    for (std::size_t i = 0; i < event_kinds; ++i)
      all[i] += slot->counters_[i].load(std::memory_order_relaxed);
  return all;
}

}  // namespace stm::engine
