// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/box_shelves.hpp>
#include <stm/engine/domain.hpp>
#include <stm/engine/history_pool.hpp>
#include <stm/engine/open_epochs.hpp>
#include <stm/engine/retired.hpp>
#include <stm/engine/sync.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#ifdef TALLY_SCHEDULE_HOOK
#include <optional>
#include <utility>
#endif

namespace stm::engine {

struct log_buffers;

/// What is counted of the transactions of a thread.
enum class event : std::uint8_t { commit, conflict, exception, wait, snapshot, turn };
inline constexpr std::size_t event_kinds = 6;

/// What the engine knows of one thread. Slots are never freed: when a thread ends, a later one
/// takes its slot over. Found by walking a list that only grows, so there may be any number.
class alignas(128) thread_slot {
 public:
  /// The calling thread's slot. Throws std::bad_alloc, and only on a thread's first call.
  [[nodiscard]] static thread_slot& mine() {
    if (mine_) [[likely]]
      return *mine_;
    return take();
  }

  /// From here to the matching unpin() no box that is published now, or later, is destroyed.
  void pin() {
    if (pins_++ != 0) return;
    // seq_cst, both: in the one order of all such operations the pin comes before the first load of
    // a variable's word. So either a sweep sees the pin, or that load comes after the locking CAS
    // of the commit that unlinked the box: it finds the word locked, or the new box.
    pin_.exchange(domain.clock.now(), std::memory_order_seq_cst);
  }
  void unpin() {
    if (--pins_ != 0) return;
    // Release: what was read under the pin is read before a reclaimer sees that it is gone.
    pin_.store(unpinned, std::memory_order_release);
  }
  /// No thread can be reading a box that was retired before this epoch, other than in a snapshot;
  /// the largest number if no thread is pinned at all.
  [[nodiscard]] static std::uint64_t oldest_pin();

  /// Disposes of what the calling thread, and threads that have ended, have retired; see
  /// stm::reclaim(). Returns how much of it is left.
  static std::size_t reclaim();

  /// Opens a snapshot and returns its epoch: all commits of this epoch and earlier ones have
  /// locked their variables by now, and from here to close_snapshot() all later ones keep the
  /// versions that it sees. One at a time; see snapshot_place().
  [[nodiscard]] std::uint64_t open_snapshot();
  void close_snapshot();
  /// This slot, or, while it has a snapshot open, one that nobody uses. Throws std::bad_alloc.
  [[nodiscard]] thread_slot& snapshot_place();

  // For open_epochs.
  static constexpr std::uint64_t no_snapshot = std::numeric_limits<std::uint64_t>::max();
  [[nodiscard]] std::uint64_t open_epoch() const;
  [[nodiscard]] static const thread_slot* first() {
    // seq_cst: a slot whose snapshot was counted is in the list. Acquire: pairs with the release
    // in add_slot(): the slot is seen constructed.
    return all_.load(std::memory_order_seq_cst);
  }
  [[nodiscard]] const thread_slot* next() const noexcept { return next_; }
  [[nodiscard]] static std::size_t count_slots();
  /// From 0 on; each slot has its own, and one thread at a time.
  [[nodiscard]] std::size_t number() const noexcept { return number_; }

  // Counters: written by the slot's thread alone, read by any. Relaxed: nothing hangs on them.
  void count(event what) {
    auto& counter = counters_[static_cast<std::size_t>(what)];
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  using totals = std::array<std::uint64_t, event_kinds>;
  [[nodiscard]] static totals sum();

  /// A pseudo-random number (Marsaglia: Xorshift RNGs, 2003).
  std::uint64_t random() noexcept {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    return random_ ^= random_ << 17;
  }

  // For tests that make one run after the other.

  /// Leaves nothing in it of the runs before that could change the steps of the next one, unless
  /// somebody holds it back; the same for the same number. Of the slot's thread, outside of
  /// transactions. Throws std::bad_alloc.
  void begin_anew(unsigned number);
  /// The same for the slots of all threads that have ended; where it throws one of them stays
  /// taken.
  static void begin_anew_after_threads();
  /// So many threads will find a slot that nobody has. Throws std::bad_alloc.
  static void add_free(unsigned at_least);

  // Owned by the slot's thread.
  retired_list retired;                  // what it has unlinked and nobody may read for long
  history_pool nodes;                    // for old versions
  box_shelves boxes;                     // for new ones
  open_epochs snapshots;                 // of all threads, as found last
  log_buffers* spare_buffers = nullptr;  // those of the last large transaction, or none
  bool has_turn = false;                 // no other transaction of this thread may wait for one

 private:
  static constexpr std::uint64_t unpinned = std::numeric_limits<std::uint64_t>::max();
  class visit;

  thread_slot() = default;
  [[gnu::noinline, gnu::cold]] static thread_slot& take();
  static thread_slot* free_slot();
  static thread_slot* add_slot();
  template <class Use>
  static void in_free_slots(Use use);
  static void leave(thread_slot* slot) noexcept;
  // Not 0, of which no other number would come.
  static constexpr std::uint64_t seed_of(std::uint64_t number) noexcept {
    return 0x9e3779b97f4a7c15u * (number + 1);
  }

  static constinit thread_local thread_slot* mine_;
  static atomic<thread_slot*> all_;

  unsigned pins_ = 0;  // how many pin() wait for their unpin(); the slot's thread alone
  atomic<std::uint64_t> pin_{unpinned};          // or the epoch in which the reading began
  atomic<std::uint64_t> snapshot_{no_snapshot};  // or the epoch of the open one
  std::array<atomic<std::uint64_t>, event_kinds> counters_{};
  std::uint64_t random_ = 0;
  atomic<bool> taken_{true};
  std::size_t number_ = 0;  // these two never change once the slot is in the list
  thread_slot* next_ = nullptr;
};

/// A look into a slot by another thread. In a test's schedule there is none into one that nobody
/// has: how many of those there are hangs on what has run before.
#ifdef TALLY_SCHEDULE_HOOK
class thread_slot::visit {
 public:
  explicit visit(const thread_slot& slot) : quiet_{std::in_place} {
    // Relaxed: nothing hangs on it but what is scheduled.
    if (slot.taken_.load(std::memory_order_relaxed)) quiet_.reset();
  }

 private:
  std::optional<unscheduled> quiet_;
};
#else
class thread_slot::visit {
 public:
  constexpr explicit visit(const thread_slot&) noexcept {}
};
#endif

inline std::uint64_t thread_slot::open_epoch() const {
  const visit here{*this};
  // seq_cst: comes after the load of domain.snapshots that told of the snapshot. As an acquire,
  // the release in close_snapshot(): its reads are over.
  return snapshot_.load(std::memory_order_seq_cst);
}

}  // namespace stm::engine
