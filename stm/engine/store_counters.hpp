// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>
#include <stm/engine/thread_slot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace stm::engine {

/// What is counted of the use of one store.
enum class store_event : std::uint8_t { checkout, commit, conflict };
inline constexpr std::size_t store_event_kinds = 3;

/// Counters of one store: a line of its own for each of the first threads, one for all others.
class store_counters {
 public:
  using totals = std::array<std::uint64_t, store_event_kinds>;

  void count(thread_slot& slot, store_event what) {
    const bool is_shared = slot.number() >= shared_line_number;
    line& mine = lines_[is_shared ? shared_line_number : slot.number()];
    auto& counter = mine.counts[static_cast<std::size_t>(what)];
    // Relaxed, all: nothing hangs on them. A line of its own has one writer.
    if (is_shared)
      counter.fetch_add(1, std::memory_order_relaxed);
    else
      counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  [[nodiscard]] totals sum() const {
    totals all{};
    for (const line& each : lines_)
      for (std::size_t i = 0; i < store_event_kinds; ++i)
        all[i] += each.counts[i].load(std::memory_order_relaxed);
    return all;
  }

 private:
  static constexpr std::size_t shared_line_number = 15;
  struct alignas(64) line {
    std::array<atomic<std::uint64_t>, store_event_kinds> counts{};
  };

  std::array<line, shared_line_number + 1> lines_{};
};

}  // namespace stm::engine
