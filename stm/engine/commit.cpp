// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/commit.hpp>

namespace stm::engine {

void unlock_unchanged(access_log& log, const log_entry* end) {
  for (log_entry& entry : log.entries()) {
    if (&entry == end) return;
    if (entry.seen & entry_is_written)
      // Release: exactly the word that was locked. Who reads it must see, in the order of the
      // word, all that the commit before it has published.
      entry.cell->word.store(without_flags(entry.seen), std::memory_order_release);
  }
}

version_move touch(cell_base& cell) {
  // Acquire, also in the loop: the epoch loaded next is not older than the one of this version.
  version_word seen = cell.word.load(std::memory_order_acquire);
  for (;;) {
    std::uint64_t epoch = clock.now();
    if (is_saturated(seen)) epoch = clock.move_past(epoch);
    const version_word next = next_word(seen, epoch);
    // seq_cst: as the lock of a commit, which this is in one step. The epoch may be over by now;
    // that harms nobody, as the version says only that something has come, never that it has not.
    if (cell.word.compare_exchange(
            seen, next, std::memory_order_seq_cst, std::memory_order_acquire))
      return {seen, next};
  }
}

}  // namespace stm::engine
