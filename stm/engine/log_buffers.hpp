// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstdint>
#include <vector>

namespace stm::engine {

/// One variable in the log of an updating attempt.
struct log_entry {
  cell_base* cell;    // null: a blind write that a nested block has taken back
  version_word seen;  // the version read, without its flags; in their place the entry's own
  payload value;      // what the attempt sees: as read, or as it is to be written
};

// The flags of log_entry::seen.
inline constexpr version_word entry_is_read = 1;
inline constexpr version_word entry_is_written = 2;
inline constexpr version_word entry_is_boxed = 4;

/// One variable in the log of a read-only attempt.
struct read_entry {
  const cell_base* cell;
  version_word seen;  // without flags
};

/// What an entry was before a nested block overwrote it.
struct undo_entry {
  std::uint32_t index;
  version_word seen;
  payload value;
  std::uint64_t number;  // see access_log::number_of()
};

/// Where an attempt puts what its own few entries do not hold. Kept from one transaction of a
/// thread to the next, so that large ones do not allocate in the steady state.
struct log_buffers {
  std::vector<log_entry> entries;    // room: how many are in use is the log's affair
  std::vector<std::uint32_t> index;  // open addressing: entry number + 1, 0 for none; room, too
  std::vector<read_entry> reads;     // room, too
  std::vector<undo_entry> undo;
  std::vector<std::uint64_t> numbers;  // of the last write of each entry, see number_of()
};

/// Buffers for one attempt. Throws std::bad_alloc.
[[nodiscard]] log_buffers& borrow_buffers(thread_slot& slot);

void give_back_buffers(thread_slot& slot, log_buffers& buffers) noexcept;

}  // namespace stm::engine
