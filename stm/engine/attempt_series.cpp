// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/access_log.hpp>
#include <stm/engine/attempt_series.hpp>
#include <stm/engine/backoff.hpp>
#include <stm/engine/conflict_log.hpp>
#include <stm/engine/kept_alive.hpp>
#include <stm/engine/losses.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/thread_end.hpp>
#include <stm/engine/turn.hpp>
#include <stm/engine/wait_set.hpp>
#include <stm/errors.hpp>

#include <cxxabi.h>
#include <stdexcept>
#include <utility>
#include <vector>

namespace stm::engine {

struct attempt_series::notes {
  losses lost;
  std::uint64_t failures = 0;    // since the last wait
  bool is_waiting = false;       // the last attempt is to be run again upon a change
  bool is_reading = false;       // the last attempt was read-only
  bool lacks_reads = false;      // it waits for a change of it knows not what
  bool records = false;          // the attempts note what they read, as one of them has lacked it
  std::vector<read_entry> read;  // what it waits for a change of
  kept_alive kept;               // those variables, until it has set its bits there
};

attempt_series::notes& attempt_series::note() {
  if (!notes_) notes_ = new notes;
  return *notes_;
}

void attempt_series::drop_notes() noexcept {
  delete notes_;
}

bool attempt_series::has_met_conflict() const noexcept {
  return notes_->failures != 0;
}

bool attempt_series::is_recording() const noexcept {
  return notes_->records;
}

void attempt_series::caught(attempt& run) {
  if (has_committed_) throw;
  if (!run.has_failed()) {
    slot_.count(event::exception);
    keep_error(run);
    return;
  }
  // The block has swallowed the end of its attempt and come to another one, on values that were
  // no longer consistent: it runs again, but for what ends the thread rather than the block.
  try {
    rethrow_what_ends_the_thread();
  } catch (...) {
    keep_error(run);
  }
}

void attempt_series::keep_error(attempt& run) {
  if (!run.has_hooks()) throw;
  try {
    throw;
  } catch (const abi::__forced_unwind&) {
    throw;  // The thread is being cancelled, and nobody may keep it from that.
  } catch (...) {
    error_ = std::current_exception();
  }
}

template <class Log>
void attempt_series::failed(Log& run) {
  has_turn_ = false;
  hooks_ = run.take_hooks();
  if (error_) return;
  try {
    note_failure(run);
  } catch (...) {
    error_ = std::current_exception();  // No memory; thrown once the hooks have run.
  }
}
template void attempt_series::failed(access_log&);
template void attempt_series::failed(read_log&);

void attempt_series::note_failure(access_log& run) {
  if (!note_end(run)) return;
  for (const log_entry& entry : run.entries())
    if (entry.seen & entry_is_read) notes_->read.push_back({entry.cell, without_flags(entry.seen)});
  run.leave_to(notes_->kept);
}

void attempt_series::note_failure(read_log& run) {
  if (!note_end(run)) return;
  notes_->lacks_reads = !run.knows_reads();
  if (notes_->lacks_reads) {
    notes_->records = true;
    return;
  }
  notes_->read.assign(run.entries().begin(), run.entries().end());
  run.leave_to(notes_->kept);
}

/// True: it waits.
bool attempt_series::note_end(attempt& run) {
  notes& all = note();
  all.is_waiting = run.is_waiting() && !run.is_doomed();
  all.is_reading = run.what() == attempt::kind::reading;
  all.lacks_reads = false;
  all.read.clear();
  if (all.is_waiting) return true;
  slot_.count(event::conflict);
  all.lost.add(run.lost());
  if (name()) log_conflict(name(), *run.lost().cell);
  if (slot_.has_turn && !all.is_reading) all.lost.require_last_unreserved();
  return false;
}

void attempt_series::go_on() {
  run_hooks();
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  notes& all = *notes_;
  if (all.is_waiting) {
    if (!all.lacks_reads) wait_for_a_change();
    return;
  }
  budget_.spend_try([&] { return all.lost.text(); });
  ++all.failures;
  if (all.is_reading) return;  // The next attempt cannot fail.
  if (slot_.has_turn || all.failures < limits::turn_after) return back_off(slot_, all.failures - 1);
  if (!wait_for_turn(slot_, budget_.deadline())) budget_.throw_timeout(all.lost.text());
  slot_.count(event::turn);
  has_turn_ = true;
}

void attempt_series::wait_for_a_change() {
  if (notes_->read.empty())
    throw std::logic_error{"stm: retry() in a block that has read nothing would wait for ever"};
  notes_->failures = 0;
  slot_.count(event::wait);
  // Asked first: changes could keep it from ever sleeping.
  if (budget_.is_time_up() ||
      !engine::wait_for_change(notes_->read, budget_.deadline(), notes_->kept))
    budget_.throw_timeout_of_run(notes_->lost.text());
  notes_->kept.end();
}

void attempt_series::run_hooks() {
  if (!hooks_) return;
  const auto hooks = std::move(hooks_);
  auto failures = hooks->run(false);
  if (failures.empty()) return;
  if (error_ && is_interruption(error_)) std::rethrow_exception(std::move(error_));
  throw hook_failed{false, std::move(failures), std::move(error_)};
}

void attempt_series::run_committed(std::unique_ptr<hook_list> hooks) {
  has_committed_ = true;
  auto failures = hooks->run(true);
  if (!failures.empty()) throw hook_failed{true, std::move(failures), nullptr};
}

}  // namespace stm::engine
