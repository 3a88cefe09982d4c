// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/attempt.hpp>
#include <stm/engine/cell.hpp>
#include <stm/read_transaction.hpp>

#include <cstdint>

namespace stm::engine {

/// What a handle of a store knows of its variable, whatever the type of the value.
struct checked_out {
  cell_base* cell;
  version_word word;    // of the version that was read, without flags
  payload seen;         // what was read
  std::uint64_t draft;  // 0, or names the attempt whose own, uncommitted write was read

  [[nodiscard]] std::uint64_t version() const noexcept { return version_of(word); }
};

/// Reads a variable as the running attempt sees it; it must be pinned if the variable is boxed.
[[nodiscard]] checked_out observe(attempt& running, cell_base& cell);

/// The same together with the value, as long as the attempt lasts.
template <class T>
struct observed {
  checked_out out;
  seen_as<T> value;
};
template <class T>
[[nodiscard]] observed<T> observe(read_transaction& tx, cell<T>& from) {
  if constexpr (lies_inline<T>) {
    const checked_out out = observe(read_door::attempt_of(tx), from);
    return {out, decode<T>(out.seen)};
  } else {
    read_door::pin(tx);
    const checked_out out = observe(read_door::attempt_of(tx), from);
    return {out, boxed_value<T>(out.seen)};
  }
}

/// True: the attempt still sees what the handle has read.
[[nodiscard]] bool is_current(access_log& running, const checked_out& handle);

/// The version of the last commit, which may not be the one that the handle has read.
[[nodiscard]] inline std::uint64_t committed_version(const checked_out& handle) {
  // Acquire: pairs with the release in publish(): a checkout after this one is not older.
  return version_of(handle.cell->word.load(std::memory_order_acquire));
}
[[nodiscard]] inline bool has_moved(const checked_out& handle) {
  return handle.draft != 0 || committed_version(handle) != handle.version();
}

enum class commit_outcome { done, moved, busy };

/// Commits a log of checked-out variables, each of them read, outside any transaction. Waits a
/// little for other threads' commits of the same variables, which may yet fail.
[[nodiscard]] commit_outcome commit_checked_out(access_log& log);

}  // namespace stm::engine
