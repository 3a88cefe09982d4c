// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/domain.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace stm::engine {

/// The epochs of the open snapshots, as far as a commit has to know them. One thread's own.
class open_epochs {
 public:
  open_epochs() { epochs_.reserve(first_room); }

  /// Looks for them anew unless the set is the one that was found last. Neither throws nor
  /// allocates. `now`: domain.snapshots.now(), loaded after the epoch of the commit.
  void refresh(snapshot_count::key now) {
    if (now != key_) find(now);
  }
  /// Looks for them in any case. True for everybody who opened before this.
  void find(snapshot_count::key now);

  /// The same where none is open.
  void find_none(snapshot_count::key now) noexcept {
    key_ = now;
    epochs_.clear();
    uncounted_from_ = none;
  }

  /// True: an open snapshot sees the version that was current from `born` until `replaced`.
  [[nodiscard]] bool need(std::uint64_t born, std::uint64_t replaced) const noexcept {
    for (const std::uint64_t epoch : epochs_)
      if (born <= epoch && epoch < replaced) return true;
    return uncounted_from_ < replaced;
  }

  /// False: there were more of them than there is room for, and more is needed than need be.
  [[nodiscard]] bool has_room() const noexcept { return uncounted_from_ == none; }
  /// For one of each thread. Throws std::bad_alloc.
  void make_room();

 private:
  static constexpr std::size_t first_room = 16;
  static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

  snapshot_count::key key_ = 0;  // the set they were found under
  std::vector<std::uint64_t> epochs_;
  std::uint64_t uncounted_from_ = none;  // the oldest for which there was no room
};

}  // namespace stm::engine
