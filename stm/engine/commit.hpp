// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>

#include <algorithm>
#include <cstdint>

namespace stm::engine {

/// Unlocks the written entries before `end`, which stand at the version they had.
[[gnu::noinline, gnu::cold]] void unlock_unchanged(access_log& log, const log_entry* end);

/// Stores what was written, then unlocks with the new versions. Neither throws nor allocates.
/// Requires: the written entries are locked, `epoch` was loaded after that, the read ones stand.
inline void publish(access_log& log, std::uint64_t epoch) {
  log.disown_written_boxes();
  for (log_entry& entry : log.entries()) {
    if (!(entry.seen & entry_is_written)) continue;
    if (entry.seen & entry_is_boxed)
      // Relaxed: the lock gave this thread all that earlier commits of the variable did.
      log.set_replaced(*decode_box(entry.cell->value.load(std::memory_order_relaxed)));
    // Release: pairs with the acquire in load_consistent(): who sees this payload sees the
    // variable locked, or later, and the contents of the box.
    entry.cell->value.store(entry.value, std::memory_order_release);
  }
  for (log_entry& entry : log.entries()) {
    if (!(entry.seen & entry_is_written)) continue;
    const version_word next = next_word(entry.seen, epoch);
    // Release: pairs with every load of the word: the payload is visible before its version.
    entry.cell->word.store(next, std::memory_order_release);
    entry.seen = next | (entry.seen & flag_bits);
  }
}

/// Moves a cell whose payload nobody uses to its next version, without ever holding its lock.
version_move touch(cell_base& cell);

/// Makes all writes of the attempt visible at once, or none: false when a variable it has read
/// or written was changed, or is being changed, by another commit; log.lost() tells which.
///
/// Never blocks and never throws: it takes locks only if they are free. X/Y: everything a thread
/// did before its commit is visible to a thread that has read one of the values it published.
/// After Silo (2013): lock, then load the epoch, then validate; in any other order an epoch
/// boundary would not be a consistent cut, or two transactions could miss each other's writes.
[[nodiscard]] inline bool commit(access_log& log) {
  if (log.is_doomed()) [[unlikely]]
    return false;

  bool any_written = false;
  bool any_only_read = false;
  std::uint64_t full_epoch = 0;  // the last one in which a variable has no version left
  for (log_entry& entry : log.entries()) {
    if (!(entry.seen & entry_is_written)) {
      any_only_read = true;
      continue;
    }
    if (!(entry.seen & entry_is_read)) [[unlikely]]
      // A blind write takes whatever version there is. Relaxed: the CAS tells if it is still so.
      entry.seen = without_flags(entry.cell->word.load(std::memory_order_relaxed)) |
                   (entry.seen & flag_bits);
    version_word expected = without_flags(entry.seen);
    if (is_saturated(expected)) [[unlikely]]
      full_epoch = std::max(full_epoch, epoch_of(expected));
    // For an entry that was read this is the validation as well. seq_cst: in the order all threads
    // agree on it comes before the load of the epoch and the validating loads below, and before
    // the sweep that destroys the box that is unlinked here: see thread_slot::pin().
    if (!entry.cell->word.compare_exchange(
            expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed))
        [[unlikely]] {
      log.set_lost(entry);
      unlock_unchanged(log, &entry);
      return false;
    }
    any_written = true;
  }
  if (!any_written) return true;  // All reads were current together at the last of them.

  // Locked: no version of a written variable can change until publish().
  std::uint64_t epoch = clock.now();
  if (epoch <= full_epoch) [[unlikely]]
    epoch = clock.move_past(epoch);

  if (any_only_read)
    for (log_entry& entry : log.entries())
      if ((entry.seen & (entry_is_read | entry_is_written)) == entry_is_read &&
          !access_log::is_unchanged(entry)) [[unlikely]] {
        log.set_lost(entry);
        unlock_unchanged(log, log.entries().data() + log.entries().size());
        return false;
      }

  publish(log, epoch);
  return true;
}

}  // namespace stm::engine
