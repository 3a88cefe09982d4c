// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/limits.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>

namespace stm::engine {

/// Ends the program: no later version could be told from the ones before.
[[noreturn, gnu::cold]] void epochs_used_up() noexcept;

/// The one clock of the process: read by every commit, moved only when somebody needs it.
///
/// Commits of the same epoch are told apart by their variables' sequence numbers, so a commit
/// writes no shared counter. It moves when a snapshot is opened, when a large transaction meets a
/// version of its own epoch, when a sequence number is used up, and when retired boxes are held
/// back by a reader of this epoch.
class epoch_clock {
 public:
  /// seq_cst: a commit loads it after it has locked and before it validates, which is what makes
  /// the boundary between two epochs a consistent cut of all variables.
  [[nodiscard]] std::uint64_t now() const { return epoch_.load(std::memory_order_seq_cst); }

  /// Moves the clock past `epoch` unless somebody has; returns an epoch later than `epoch`.
  std::uint64_t move_past(std::uint64_t epoch) {
    if (epoch >= limits::last_epoch) [[unlikely]]
      epochs_used_up();
    std::uint64_t seen = now();
    while (seen <= epoch)
      // seq_cst, both outcomes: takes its place in the one order of locks, loads and moves.
      if (epoch_.compare_exchange(
              seen, epoch + 1, std::memory_order_seq_cst, std::memory_order_seq_cst))
        return epoch + 1;
    return seen;
  }

 private:
  atomic<std::uint64_t> epoch_{1};  // 1 or more: no commit ever has the version 0
};

}  // namespace stm::engine
