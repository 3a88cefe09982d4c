// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/epoch.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>

namespace stm::engine {

struct cell_base;

/// How many snapshots are open, and a name for the set of them.
///
/// The name changes whenever the set does and does not come back: 44 bits count what was opened,
/// so that it takes 200 days at a million snapshots a second, 20 bits what is open.
class snapshot_count {
 public:
  using key = std::uint64_t;

  /// seq_cst: a commit loads it after its epoch, so it sees every snapshot of an earlier epoch:
  /// that one is counted before its epoch is over (see thread_slot::open_snapshot()).
  [[nodiscard]] key now() const { return word_.load(std::memory_order_seq_cst); }
  [[nodiscard]] static constexpr bool is_any_open(key k) noexcept { return (k & open_mask) != 0; }

  // seq_cst, both: comes between the announcement of an epoch and the check that it still lasts.
  void opened() { word_.fetch_add(one_opening | 1, std::memory_order_seq_cst); }
  void reopened() { word_.fetch_add(one_opening, std::memory_order_seq_cst); }
  /// Release: pairs with now(): who sees that none is open may use its versions again.
  void closed() { word_.fetch_sub(1, std::memory_order_release); }

 private:
  static constexpr unsigned open_width = 20;
  static constexpr key one_opening = key{1} << open_width;
  static constexpr key open_mask = one_opening - 1;

  atomic<key> word_{0};
};

/// What every commit looks at: one cache line, written only when somebody needs more than a small
/// transaction does.
struct alignas(64) shared_line {
  epoch_clock clock;
  snapshot_count snapshots;
  /// The variable that the transaction whose turn it is waits for, or null: others that want to
  /// lock it fail, so that they do not get there first again and again.
  atomic<const cell_base*> wanted{nullptr};
};

/// Defined once, in the library: an inline variable would be two where a program hides its symbols.
extern constinit shared_line domain;

}  // namespace stm::engine
