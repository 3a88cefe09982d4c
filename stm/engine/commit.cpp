// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/commit.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/wait_set.hpp>

#include <stdexcept>

namespace stm::engine {

void unlock_unchanged(access_log& log, const log_entry* end) {
  for (log_entry& entry : log.entries()) {
    if (&entry == end) return;
    if (entry.seen & entry_is_written)
      // Release: exactly the word that was locked, whoever waits for it included. Who reads it must
      // see, in the order of the word, all that the commit before it has published.
      entry.cell->word.fetch_and(~locked_bit, std::memory_order_release);
  }
}

bool lock_awaited(const log_entry& entry) {
  version_word expected = without_flags(entry.seen) | waiters_bit;
  // seq_cst: as the lock of a commit, which it is.
  return entry.cell->word.compare_exchange(
      expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed);
}

void wake_all(access_log& log) noexcept {
  for (const log_entry& entry : log.entries())
    if (entry.seen & entry_is_written) wake_waiters(*entry.cell);
}

bool commit_again(access_log& log) {
  log.make_room_for_versions();
  return commit(log);
}

namespace {

/// Nobody else can have changed what is reserved: there is nothing to validate.
bool commit_reserved(access_log& log) {
  log.make_room_to_retire();
  log.make_room_for_versions();
  bool any_written = false;
  bool any_awaited = false;
  std::uint64_t full_epoch = 0;
  for (log_entry& entry : log.entries()) {
    if (!(entry.seen & entry_is_written)) continue;
    // seq_cst: as the lock of a commit, which it is. The bit of waiters may have been set since.
    if (entry.cell->word.fetch_or(locked_bit, std::memory_order_seq_cst) & waiters_bit)
      any_awaited = true;
    if (is_saturated(entry.seen)) full_epoch = std::max(full_epoch, epoch_of(entry.seen));
    any_written = true;
  }
  if (!any_written) return true;
  std::uint64_t epoch = domain.clock.now();
  if (epoch <= full_epoch) epoch = domain.clock.move_past(epoch);
  const snapshot_count::key snapshots = domain.snapshots.now();
  const bool is_seen = snapshot_count::is_any_open(snapshots);
  // There is room for a node each; more snapshots than there is room for cost versions, not truth.
  if (is_seen) (void)log.prepare_versions(snapshots);
  publish(log, epoch, is_seen);
  log.end_reserving();
  if (any_awaited) wake_all(log);
  return true;
}

bool is_in_its_turn(const attempt* running) {
  return running && running->what() == attempt::kind::updating &&
         static_cast<const access_log*>(running)->is_reserving();
}

/// Waits while another transaction, whose turn it is, counts on the cell not to move.
version_word load_unreserved(const cell_base& cell) {
  for (spin_wait wait;; wait.once()) {
    // Acquire: the epoch loaded next is not older than the one of this version.
    const version_word found = cell.word.load(std::memory_order_acquire);
    if (!(found & reserved_bit)) return found;
    if (!thread_slot::mine().has_turn) continue;
    if (is_in_its_turn(current)) return found;  // Its own affair.
    throw std::logic_error{
        "stm: a key is named inside stm::outside while the enclosing transaction, whose turn it "
        "is, counts on the store's keys"};
  }
}

}  // namespace

bool commit_with_care(access_log& log) {
  return !log.has_failed() && commit_reserved(log);
}

version_move touch(cell_base& cell) {
  for (;;) {
    version_word seen = load_unreserved(cell);
    std::uint64_t epoch = domain.clock.now();
    if (is_saturated(seen)) epoch = domain.clock.move_past(epoch);
    const version_word next = next_word(seen, epoch);
    // seq_cst: as the lock of a commit, which this is in one step. The epoch may be over by now;
    // that harms nobody, as the version says only that something has come, never that it has not.
    if (!cell.word.compare_exchange(seen, next | (seen & reserved_bit), std::memory_order_seq_cst,
                                    std::memory_order_relaxed))
      continue;
    if (seen & waiters_bit) wake_waiters(cell);
    return {without_flags(seen), next};
  }
}

}  // namespace stm::engine
