// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt.hpp>
#include <stm/engine/log_buffers.hpp>
#include <stm/engine/retry_budget.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace stm::engine {

class access_log;
class read_log;

/// The attempts of one transaction, and what is to be done between them.
class attempt_series {
 public:
  /// Throws std::invalid_argument for a policy that allows no try.
  attempt_series(const retry_policy& policy, thread_slot& slot) : slot_{slot}, budget_{policy} {}
  attempt_series(const attempt_series&) = delete;
  attempt_series& operator=(const attempt_series&) = delete;
  ~attempt_series() {
    if (notes_) [[unlikely]]
      drop_notes();
  }

  /// Of the block; null if it has none.
  [[nodiscard]] const char* name() const noexcept { return budget_.name(); }
  /// True: the next attempt has the turn.
  [[nodiscard]] bool has_turn() const noexcept { return has_turn_; }
  /// True: the last attempt has met a conflict.
  [[nodiscard]] bool has_failed_before() const noexcept { return notes_ && has_met_conflict(); }
  /// True: a read-only attempt has to note what it reads.
  [[nodiscard]] bool needs_record() const noexcept { return notes_ && is_recording(); }

  /// To be called in a handler: rethrows what has ended the attempt's block, or keeps it until the
  /// attempt has run its hooks, unless the attempt had failed before. An exception out of an
  /// attempt that still stands is the block's own: what it has read was current together, so it is
  /// a result like any other.
  [[gnu::noinline, gnu::cold]] void caught(attempt& run);
  /// To be called when an attempt has not committed, while it is still there.
  template <class Log>
  [[gnu::noinline, gnu::cold]] void failed(Log& run);
  /// To be called when it is gone: runs its hooks, and waits, for a change, for its turn or a
  /// little, before the next. Throws what ends the series.
  [[gnu::noinline, gnu::cold]] void go_on();

  /// The attempt has committed: ends it, and then runs its hooks. Throws hook_failed.
  template <class Log>
  void committed(Log& run) {
    auto hooks = run.take_hooks();
    run.close();
    run_committed(std::move(hooks));
  }

 private:
  /// Most series end without any.
  struct notes;
  [[nodiscard]] bool has_met_conflict() const noexcept;
  [[nodiscard]] bool is_recording() const noexcept;
  [[nodiscard]] notes& note();
  void drop_notes() noexcept;
  void keep_error(attempt& run);
  void note_failure(access_log& run);
  void note_failure(read_log& run);
  bool note_end(attempt& run);
  void run_committed(std::unique_ptr<hook_list> hooks);
  void wait_for_a_change();
  void run_hooks();

  thread_slot& slot_;
  retry_budget budget_;
  notes* notes_ = nullptr;
  std::unique_ptr<hook_list> hooks_;  // of the last attempt
  std::exception_ptr error_;          // what has ended the block, or the series
  bool has_turn_ = false;
  bool has_committed_ = false;
};

}  // namespace stm::engine
