// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstdint>

namespace stm::engine {

/// Ends an attempt that cannot commit any more. Not a std::exception, and not for users: their
/// handlers for errors do not see it, and one that swallows everything cannot revive the attempt.
struct attempt_failed {};

/// Which variable another commit changed under an attempt.
struct lost_variable {
  const cell_base* cell;
  std::uint64_t held;   // the version that was read
  std::uint64_t found;  // the version that stands there now
};

/// What a transaction of either kind is made of: one run of its block.
class attempt {
 public:
  enum class kind : std::uint8_t { updating, reading };

  attempt(const attempt&) = delete;
  attempt& operator=(const attempt&) = delete;

  [[nodiscard]] kind what() const noexcept { return kind_; }
  [[nodiscard]] bool is_doomed() const noexcept { return (mode_ & doomed) != 0; }
  /// Requires: the attempt has failed.
  [[nodiscard]] const lost_variable& lost() const noexcept { return lost_; }

  /// Keeps every box that is published now, or later, alive until the attempt ends.
  /// To be called before the word of a boxed variable is loaded.
  void pin() {
    if (duties_ & has_pinned) return;
    slot_.pin();
    duties_ |= has_pinned;
  }

 protected:
  // How the attempt goes on, a bit each. While none is set it is small and outermost, and all its
  // paths are the short ones.
  static constexpr std::uint16_t timestamped = 1;  // every value read was current at read_epoch_
  static constexpr std::uint16_t hashed = 2;       // the log is looked up through an index
  static constexpr std::uint16_t delegated = 4;    // reads go to an enclosing read-only block
  static constexpr std::uint16_t doomed = 8;       // has failed: no read and no commit any more
  static constexpr std::uint16_t ways_of_reading = 0xff;  // those up to here
  static constexpr std::uint16_t nested = 0x100;   // a nested block runs, which may be taken back
  static constexpr std::uint16_t sharing = 0x200;  // see access_log::share_writes()
  static constexpr std::uint16_t looking = 0x400;  // a read_only() block runs inside

  // What is left to do at the end of the attempt: nothing, while none is set.
  static constexpr std::uint8_t has_pinned = 1;   // unpin the slot
  static constexpr std::uint8_t has_buffers = 2;  // give buffers_ back
  static constexpr std::uint8_t has_boxes = 4;    // delete, or retire, boxes

  /// From this many variables on the epoch is used: validating after each read costs a square.
  static constexpr unsigned small_limit = 8;

  attempt(kind what, thread_slot& slot) noexcept : slot_{slot}, kind_{what} {}
  ~attempt() = default;

  /// Dooms the attempt, then throws attempt_failed: also a handler that swallows it ends nowhere.
  [[noreturn, gnu::noinline, gnu::cold]] void fail(const cell_base& cell, version_word held);

  // Few are set at the start of an attempt, as most attempts are over before the others matter.
  thread_slot& slot_;
  std::uint16_t mode_ = 0;
  std::uint8_t duties_ = 0;
  kind kind_;
  std::uint64_t read_epoch_;  // meaningful when timestamped: every version read is older
  lost_variable lost_;        // meaningful when failed
};

}  // namespace stm::engine
