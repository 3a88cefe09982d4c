// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstdint>

namespace stm::engine {

/// Waits for another thread to finish something short: spins first, then yields the processor,
/// as that thread may have been descheduled.
class spin_wait {
 public:
  void once() {
    if (spins_ < spin_limit) {
      ++spins_;
      pause();
    } else {
      yield();
    }
  }

 private:
  static constexpr unsigned spin_limit = 64;
  unsigned spins_ = 0;
};

/// Waits after an attempt that another thread's commit has spoilt, the longer the more have been:
/// a random number of pauses below 8 * 2^failures, a yield after the seventh.
inline void back_off(thread_slot& slot, std::uint64_t failures) {
  constexpr std::uint64_t most_spun = 7;
  if (failures > most_spun) {
    yield();
    return;
  }
  const std::uint64_t mask = (std::uint64_t{8} << failures) - 1;
  for (std::uint64_t pauses = slot.random() & mask; pauses; --pauses) pause();
}

}  // namespace stm::engine
