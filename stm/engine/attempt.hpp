// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/hooks.hpp>
#include <stm/engine/limits.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace stm::engine {

/// Ends an attempt that cannot go on: it has met a conflict, or waits for a change. Not a
/// std::exception, and not for users: their handlers for errors do not see it, and one that
/// swallows everything cannot revive the attempt.
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

  [[nodiscard]] kind what() const noexcept {
    return mode_ & is_reading ? kind::reading : kind::updating;
  }
  /// True: it has met a conflict, and so will not commit.
  [[nodiscard]] bool is_doomed() const noexcept { return (mode_ & doomed) != 0; }
  /// True: it is to be run again when something that it has read has changed.
  [[nodiscard]] bool is_waiting() const noexcept { return (mode_ & waiting) != 0; }
  void mark_waiting() noexcept { mode_ |= waiting; }
  /// It goes on after all, in another way: see alternatives.
  void wait_no_more() noexcept { mode_ &= static_cast<std::uint16_t>(~waiting); }
  [[nodiscard]] bool has_failed() const noexcept { return (mode_ & (doomed | waiting)) != 0; }
  /// Requires: the attempt is doomed, or its commit has failed.
  [[nodiscard]] const lost_variable& lost() const noexcept { return lost_; }

  /// Keeps every box that is published now, or later, alive until the attempt ends.
  /// To be called before the word of a boxed variable is loaded.
  void pin() {
    if (duties_ & (has_pinned | has_snapshot)) return;
    slot_.pin();
    duties_ |= has_pinned;
  }

  /// True: a read-only attempt that reads what was current at one epoch, and has not failed.
  [[nodiscard]] bool sees_snapshot() const noexcept { return mode_ == (is_reading | in_snapshot); }

  [[nodiscard]] thread_slot& slot() const noexcept { return slot_; }

  /// The hooks of this attempt, made at the first call. Throws std::bad_alloc.
  [[nodiscard]] hook_list& hooks() {
    if (!(duties_ & has_hooks_bit)) {
      hooks_ = new hook_list;
      duties_ |= has_hooks_bit;
    }
    return *hooks_;
  }
  /// Null if there are none; the caller's from here on.
  [[nodiscard]] std::unique_ptr<hook_list> take_hooks() noexcept {
    if (!(duties_ & has_hooks_bit)) return nullptr;
    duties_ &= static_cast<std::uint8_t>(~has_hooks_bit);
    return std::unique_ptr<hook_list>{hooks_};
  }
  [[nodiscard]] bool has_hooks() const noexcept { return (duties_ & has_hooks_bit) != 0; }
  [[nodiscard]] std::size_t hooks_so_far() const noexcept {
    return duties_ & has_hooks_bit ? hooks_->size() : 0;
  }

 protected:
  // What the attempt is and how it goes on, a bit each. While none but is_reading is set it is
  // small and outermost, and all its paths are the short ones.
  static constexpr std::uint16_t timestamped = 1;   // every value read was current at read_epoch_
  static constexpr std::uint16_t hashed = 2;        // the log is looked up through an index
  static constexpr std::uint16_t delegated = 4;     // reads go to an enclosing read-only block
  static constexpr std::uint16_t doomed = 8;        // has failed: no read and no commit any more
  static constexpr std::uint16_t waiting = 16;      // the same, to be run again upon a change
  static constexpr std::uint16_t reserving = 32;    // its turn: what it reads is kept for it
  static constexpr std::uint16_t in_snapshot = 64;  // reads what was current at read_epoch_
  static constexpr std::uint16_t recording = 128;   // a snapshot that notes what it reads
  static constexpr std::uint16_t ways_of_reading = 0xff;  // those up to here
  static constexpr std::uint16_t nested = 0x100;   // a nested block runs, which may be taken back
  static constexpr std::uint16_t sharing = 0x200;  // see access_log::share_writes()
  static constexpr std::uint16_t looking = 0x400;  // a read_only() block runs inside
  static constexpr std::uint16_t is_reading = 0x800;  // a read_log
  static constexpr std::uint16_t editing = 0x1000;    // see access_log::under_edit

  // What is left to do at the end of the attempt: nothing, while none is set.
  static constexpr std::uint8_t has_pinned = 1;     // unpin the slot
  static constexpr std::uint8_t has_buffers = 2;    // give buffers_ back
  static constexpr std::uint8_t has_boxes = 4;      // delete, or retire, boxes
  static constexpr std::uint8_t has_hooks_bit = 8;  // delete hooks_
  static constexpr std::uint8_t has_snapshot = 16;  // close it
  static constexpr std::uint8_t has_turn = 32;      // give back what it has reserved, and the turn
  static constexpr std::uint8_t has_history = 64;   // look through what is left of old versions

  attempt(kind what, thread_slot& slot) noexcept
      : slot_{slot}, mode_{what == kind::reading ? is_reading : std::uint16_t{0}} {}
  ~attempt() = default;

  /// Dooms the attempt, then throws attempt_failed: also a handler that swallows it ends nowhere.
  [[noreturn, gnu::noinline, gnu::cold]] void fail(const cell_base& cell, version_word held);

  // Few are set at the start of an attempt, as most attempts are over before the others matter.
  thread_slot& slot_;
  std::uint16_t mode_;
  std::uint8_t duties_ = 0;
  std::uint64_t read_epoch_;  // meaningful when timestamped, and when in_snapshot
  lost_variable lost_;        // meaningful when failed
  hook_list* hooks_;          // when has_hooks_bit
};

}  // namespace stm::engine
