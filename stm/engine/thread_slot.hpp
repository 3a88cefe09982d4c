// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/epoch.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>
#include <limits>

namespace stm::engine {

struct box_base;
struct log_buffers;

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
    pin_.exchange(clock.now(), std::memory_order_seq_cst);
  }
  void unpin() {
    if (--pins_ != 0) return;
    // Release: what was read under the pin is read before a reclaimer sees that it is gone.
    pin_.store(unpinned, std::memory_order_release);
  }

  /// No thread can be reading a box that was retired before this epoch; the largest number if no
  /// thread is pinned at all.
  [[nodiscard]] static std::uint64_t oldest_pin();

  // Counters: written by the slot's thread alone, read by any. Relaxed: nothing hangs on them.
  void count_commit() { count(commits_); }
  void count_conflict() { count(conflicts_); }
  void count_exception() { count(exceptions_); }
  struct totals {
    std::uint64_t commits = 0, conflicts = 0, exceptions = 0;
  };
  [[nodiscard]] static totals sum();

  /// A pseudo-random number (Marsaglia: Xorshift RNGs, 2003).
  std::uint64_t random() noexcept {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    return random_ ^= random_ << 17;
  }

  // Owned by the slot's thread.
  box_base* retired = nullptr;           // newest first
  std::uint64_t retired_count = 0;       // how many
  std::uint64_t sweep_at = 0;            // look through them when there are so many
  log_buffers* spare_buffers = nullptr;  // those of the last large transaction, or none

 private:
  static constexpr std::uint64_t unpinned = std::numeric_limits<std::uint64_t>::max();

  thread_slot() noexcept = default;
  [[gnu::noinline, gnu::cold]] static thread_slot& take();
  static thread_slot* free_slot();
  static thread_slot* add_slot();
  static void leave(thread_slot* slot) noexcept;
  static void count(atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  static constinit thread_local thread_slot* mine_;
  static atomic<thread_slot*> all_;

  unsigned pins_ = 0;  // how many pin() wait for their unpin(); the slot's thread alone
  atomic<std::uint64_t> pin_{unpinned};  // unpinned, or the epoch in which the reading began
  atomic<std::uint64_t> commits_{0};
  atomic<std::uint64_t> conflicts_{0};
  atomic<std::uint64_t> exceptions_{0};
  std::uint64_t random_ = 0;
  atomic<bool> taken_{true};
  thread_slot* next_ = nullptr;  // never changes once the slot is in the list
};

}  // namespace stm::engine
