// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/attempt.hpp>
#include <stm/engine/cell.hpp>
#include <stm/read_transaction.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace stm::engine {

/// A write of an attempt that is not committed; none, where `attempt` is 0.
struct draft {
  std::uint64_t attempt = 0;  // see access_log::share_writes()
  std::uint64_t number = 0;   // see access_log::number_of()

  [[nodiscard]] bool operator==(const draft&) const = default;
};

/// What a handle of a store has written as a part of an attempt. Not all of it may stand, as nested
/// blocks may have been taken back.
class own_drafts {
 public:
  /// Room for one more of the running attempt. Throws std::bad_alloc.
  void make_room(access_log& running);
  /// The handle has written its variable. Requires room.
  void add(access_log& running, const cell_base& written) noexcept;
  [[nodiscard]] bool contain(const draft& seen) const noexcept;

 private:
  draft last_;
  std::unique_ptr<std::vector<std::uint64_t>> earlier_;  // of the same attempt; null: none
};

/// What a handle of a store knows of its variable, whatever the type of the value.
struct checked_out {
  cell_base* cell;
  version_word word;  // of the version that was read, without flags; 0 below a blind write
  bool is_boxed;
  draft read;  // where not the version was read but what the attempt had written

  [[nodiscard]] std::uint64_t version() const noexcept { return version_of(word); }
};

/// Reads a variable as the running attempt sees it.
[[nodiscard]] checked_out observe(attempt& running, cell_base& cell, bool is_boxed, payload& value);

/// The same with the value itself, as long as the attempt lasts.
template <class T>
struct observed {
  checked_out out;
  seen_as<T> value;
};
template <class T>
[[nodiscard]] observed<T> observe(read_transaction& tx, cell<T>& from) {
  payload value;
  const checked_out out = observe(read_door::attempt_of(tx), from, !lies_inline<T>, value);
  if constexpr (lies_inline<T>)
    return {out, decode<T>(value)};
  else
    return {out, boxed_value<T>(value)};
}

/// From here on all that an outermost read-only block reads is of this moment.
void enter_snapshot(read_transaction& tx);
/// The version of a variable in a snapshot, 0 if it had none.
[[nodiscard]] std::uint64_t version_in(read_transaction& snapshot, const cell_base& cell);

/// Reads a cell that touch() moves. A snapshot needs no such thing: what it sees was there before.
void observe_population(read_transaction& tx, cell<char>& population);

/// True: the attempt still sees what the handle has read, or has written since.
[[nodiscard]] bool is_current(access_log& running, const checked_out& handle,
                              const own_drafts& written);

/// The version of the last commit, which may not be the one that the handle has read.
[[nodiscard]] inline std::uint64_t committed_version(const checked_out& handle) {
  // Acquire: pairs with the release in publish(): a checkout after this one is not older.
  return version_of(handle.cell->word.load(std::memory_order_acquire));
}
[[nodiscard]] inline bool has_moved(const checked_out& handle) {
  return handle.read.attempt != 0 || committed_version(handle) != handle.version();
}

enum class commit_outcome { done, moved, busy };

/// Commits a log of checked-out variables, each of them read, outside any transaction: checks all
/// of them, and writes those that are to be written, if any. Waits a little for other threads'
/// commits of the same variables, which may yet fail.
[[nodiscard]] commit_outcome commit_checked_out(access_log& log);

/// To be called when the running attempt has itself moved `cell`, which carries no value, from
/// `before` to `after`, and what this means for it can be told from `cause` alone: reads that, and
/// lets the move not count as a conflict with what the attempt has read.
void forgive_own_move(attempt& running, cell_base& cell, version_move own, cell_base& cause,
                      bool is_cause_boxed);

}  // namespace stm::engine
