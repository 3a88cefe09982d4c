// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/attempt.hpp>
#include <stm/engine/log_buffers.hpp>

namespace stm::engine {

/// What a read-only attempt has read: versions alone, and it writes nothing that is shared.
/// Consistent, at each read, in the same way as access_log.
class read_log : public attempt {
 public:
  explicit read_log(thread_slot& slot) noexcept : attempt{kind::reading, slot} {}
  ~read_log() {
    if (duties_) finish();
  }

  /// Waits while a commit publishes the variable. Throws attempt_failed, std::bad_alloc.
  [[nodiscard, gnu::always_inline]] versioned read(const cell_base& cell) {
    const unsigned size = size_;
    versioned now;
    if (load_consistent(cell, now) && !mode_ && size < small_limit - 1) [[likely]] {
      require_unchanged(size);
      now.word = without_soft(now.word);
      entries_[size] = {&cell, now.word};
      size_ = size + 1;
      return now;
    }
    return read_slow(cell);
  }

  /// See access_log.
  [[nodiscard]] bool has_read(const cell_base& cell, version_word word) const;
  void move_seen(const cell_base& cell, version_move own);

 private:
  [[gnu::always_inline]] void require_unchanged(unsigned size) {
    const read_entry* entries = entries_;
    for (unsigned i = 0; i < size; ++i)
      // seq_cst: two read-only attempts agree on the order of the commits that they see.
      if (without_soft(entries[i].cell->word.load(std::memory_order_seq_cst)) != entries[i].seen)
          [[unlikely]]
        fail(*entries[i].cell, entries[i].seen);
  }
  [[gnu::noinline]] versioned read_slow(const cell_base& cell);
  void make_room();
  [[gnu::noinline]] void finish() noexcept;

  unsigned size_ = 0;
  unsigned capacity_ = small_limit;
  read_entry* entries_ = inline_;
  log_buffers* buffers_;  // meaningful when has_buffers
  read_entry inline_[small_limit];
};

}  // namespace stm::engine
