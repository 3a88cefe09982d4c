// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt.hpp>
#include <stm/engine/history.hpp>
#include <stm/engine/limits.hpp>
#include <stm/engine/log_buffers.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace stm::engine {

class kept_alive;

/// What a read-only attempt has read: versions alone, of few variables, and it writes nothing that
/// is shared. With more variables it goes on in a snapshot, which needs no log and cannot fail.
class read_log : public attempt {
 public:
  explicit read_log(thread_slot& slot) noexcept : attempt{kind::reading, slot} {}
  ~read_log() { close(); }
  /// Ends the attempt, and its snapshot.
  void close() noexcept {
    if (duties_) finish();
  }

  /// Waits while a commit publishes the variable. Throws attempt_failed, std::bad_alloc.
  [[nodiscard, gnu::always_inline]] versioned read(const cell_base& cell) {
    versioned now;
    const unsigned size = size_;
    if (load_consistent(cell, now) && mode_ == is_reading && size < limits::small_log) [[likely]] {
      require_unchanged(size);
      now.word = without_soft(now.word);
      entries_[size] = {&cell, now.word};
      size_ = size + 1;
      return now;
    }
    return read_slow(cell);
  }

  /// The same, of what sees_snapshot(): for loops over very many variables.
  [[nodiscard, gnu::always_inline]] versioned read_in_snapshot(const cell_base& cell) {
    versioned now;
    if (load_consistent(cell, now) && epoch_of(now.word) <= read_epoch_) [[likely]]
      return now;
    return wait_version(cell, read_epoch_);
  }

  /// From here on all reads are of this moment. Requires that they are not so already. Throws
  /// attempt_failed if what was read so far is not, std::bad_alloc.
  void enter_snapshot();
  [[nodiscard]] bool is_in_snapshot() const noexcept { return (mode_ & in_snapshot) != 0; }

  /// See access_log.
  [[nodiscard]] bool has_read(const cell_base& cell, version_word word) const;
  void move_seen(const cell_base& cell, version_move own);

  /// See access_log.
  [[noreturn, gnu::noinline, gnu::cold]] void wait_for_change();

  /// For one that waits, see access_log.
  void leave_to(kept_alive& kept) noexcept;

  /// Of a variable that a snapshot need not read, but whose change is one of what it sees: the next
  /// change after this is waited for as well.
  void watch(const cell_base& cell) {
    // Acquire: pairs with touch(), what precedes the version that is noted is seen.
    if (mode_ & recording)
      recorded_->push_back({&cell, without_flags(cell.word.load(std::memory_order_acquire))});
  }

  /// Before anything is read: the snapshot notes what it reads, to have something to wait for.
  void record();
  /// True: what was read is known.
  [[nodiscard]] bool knows_reads() const noexcept {
    return !is_in_snapshot() || (duties_ & has_buffers) != 0;
  }
  [[nodiscard]] std::span<const read_entry> entries() const noexcept {
    if (duties_ & has_buffers) return *recorded_;
    return {entries_, size_};
  }
  /// True: the next variable leads into a snapshot.
  [[nodiscard]] bool is_full() const noexcept { return size_ == limits::small_log; }

 private:
  [[gnu::always_inline]] void require_unchanged(unsigned size) {
    for (unsigned i = 0; i < size; ++i)
      // seq_cst: two read-only attempts agree on the order of the commits that they see.
      if (without_soft(entries_[i].cell->word.load(std::memory_order_seq_cst)) != entries_[i].seen)
          [[unlikely]]
        fail(*entries_[i].cell, entries_[i].seen);
  }
  [[gnu::noinline]] versioned read_slow(const cell_base& cell);
  [[gnu::noinline]] void finish() noexcept;

  unsigned size_ = 0;
  thread_slot* place_;                 // when has_snapshot: where it is announced
  std::vector<read_entry>* recorded_;  // when has_buffers
  read_entry entries_[limits::small_log];
};

}  // namespace stm::engine
