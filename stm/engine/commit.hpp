// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/committers.hpp>
#include <stm/engine/domain.hpp>
#include <stm/engine/history.hpp>

#include <algorithm>
#include <cstdint>

namespace stm::engine {

/// Unlocks the written entries before `end`, which stand at the version they had.
[[gnu::noinline, gnu::cold]] void unlock_unchanged(access_log& log, const log_entry* end);

/// Locks a variable although threads wait for a change of it. False: something else is in the way.
[[nodiscard, gnu::noinline, gnu::cold]] bool lock_awaited(const log_entry& entry);

/// Wakes those who wait for a change of what was written.
[[gnu::noinline, gnu::cold]] void wake_all(access_log& log) noexcept;

/// The commit of an attempt that has failed: refused; or that has its turn: cannot fail.
[[nodiscard, gnu::noinline, gnu::cold]] bool commit_with_care(access_log& log);

/// The same again, once there is room for what has to be kept. Nothing may be locked.
[[nodiscard, gnu::noinline, gnu::cold]] bool commit_again(access_log& log);

/// Stores what was written, then unlocks with the new versions. Neither throws nor allocates.
/// Requires: the written entries are locked, `epoch` was loaded after that, the read ones stand,
/// and `is_seen`: a snapshot may see what is replaced, and log.prepare_versions() held.
inline void publish(access_log& log, std::uint64_t epoch, bool is_seen) {
  log.disown_written_boxes();
  const char* const block = log.block();
  for (log_entry& entry : log.entries()) {
    if (!(entry.seen & entry_is_written)) continue;
    cell_base& cell = *entry.cell;
    if (block) [[unlikely]]
      note_committer(cell, block);
    if (is_seen) [[unlikely]] {
      keep_version(log.slot(), cell, entry.seen, epoch);
      // Relaxed, here and below: the lock gave this thread all that earlier commits did.
    } else if (cell.history.load(std::memory_order_relaxed)) [[unlikely]] {
      log.note_history();
      forget_versions(log.slot(), cell);
    }
    if (entry.seen & entry_is_boxed) {
      box_base* const old = decode_box(cell.value.load(std::memory_order_relaxed));
      log.slot().retired.add(old, old->dispose, epoch_of(entry.seen));
    }
    // Release: pairs with the acquire in load_consistent(): who sees this payload sees the
    // variable locked, or later, and the contents of the box.
    cell.value.store(entry.value, std::memory_order_release);
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
/// Waits while it is reserved; throws std::logic_error if the thread would wait for itself.
version_move touch(cell_base& cell);

/// Makes all writes of the attempt visible at once, or none: false when a variable it has read
/// or written was changed, or is being changed, by another commit; log.lost() tells which.
///
/// Never blocks: it takes locks only if they are free. Throws std::bad_alloc before it has changed
/// anything. X/Y: everything a thread did before its commit is visible to a thread that has read
/// one of the values it published.
/// After Silo (2013): lock, then load the epoch, then validate; in any other order an epoch
/// boundary would not be a consistent cut, or two transactions could miss each other's writes.
[[nodiscard]] inline bool commit(access_log& log) {
  if (log.needs_care()) [[unlikely]]
    return commit_with_care(log);
  log.make_room_to_retire();

  bool any_written = false;
  bool any_only_read = false;
  bool any_awaited = false;
  std::uint64_t full_epoch = 0;  // the last one in which a variable has no version left
  // Relaxed: an attempt in its turn is at most kept waiting once by who has missed this.
  const cell_base* const wanted = domain.wanted.load(std::memory_order_relaxed);
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
    if (entry.cell == wanted ||
        !entry.cell->word.compare_exchange(
            expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed))
        [[unlikely]] {
      if (entry.cell == wanted || !lock_awaited(entry)) {
        log.set_lost(entry);
        unlock_unchanged(log, &entry);
        return false;
      }
      any_awaited = true;
    }
    any_written = true;
  }
  if (!any_written) return true;  // All reads were current together at the last of them.

  // Locked: no version of a written variable can change until publish().
  std::uint64_t epoch = domain.clock.now();
  if (epoch <= full_epoch) [[unlikely]]
    epoch = domain.clock.move_past(epoch);

  if (any_only_read)
    for (log_entry& entry : log.entries())
      if ((entry.seen & (entry_is_read | entry_is_written)) == entry_is_read &&
          !access_log::is_unchanged(entry)) [[unlikely]] {
        log.set_lost(entry);
        unlock_unchanged(log, log.entries().data() + log.entries().size());
        return false;
      }

  // After the epoch: see snapshot_count.
  const snapshot_count::key snapshots = domain.snapshots.now();
  const bool is_seen = snapshot_count::is_any_open(snapshots);
  if (is_seen) [[unlikely]]
    if (!log.prepare_versions(snapshots)) {
      unlock_unchanged(log, log.entries().data() + log.entries().size());
      return commit_again(log);
    }
  publish(log, epoch, is_seen);
  if (any_awaited) [[unlikely]]
    wake_all(log);
  return true;
}

}  // namespace stm::engine
