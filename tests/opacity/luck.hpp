// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <cstdint>
#include <thread>

namespace opacity {

/// Random numbers of one thread, and, while it lives, random yields of its thread before accesses
/// of the engine, where that is built with TALLY_SCHEDULE_HOOK.
class luck {
 public:
  /// At most so many yields: each may take long where other programs are busy.
  luck(std::uint64_t seed, std::uint64_t most_yields) : state_{seed}, yields_left_{most_yields} {
#ifdef TALLY_SCHEDULE_HOOK
    in_use = this;
    stm::engine::schedule_hook = [] { in_use->stumble(); };
#endif
  }
  ~luck() {
#ifdef TALLY_SCHEDULE_HOOK
    stm::engine::schedule_hook = nullptr;
#endif
  }
  luck(const luck&) = delete;
  luck& operator=(const luck&) = delete;

  /// 0 or more, less than `end`.
  std::uint32_t below(std::uint32_t end) {
    return static_cast<std::uint32_t>((next() >> 32) * end >> 32);
  }
  /// `least` or more, `most` or less.
  std::uint32_t between(std::uint32_t least, std::uint32_t most) {
    return least + below(most - least + 1);
  }
  bool one_in(std::uint32_t many) {
    return below(many) == 0;
  }

 private:
  /// Splitmix64, by Sebastiano Vigna: any seed is as good as any other.
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
#ifdef TALLY_SCHEDULE_HOOK
  void stumble() {
    if (yields_left_ == 0 || !one_in(50)) return;
    --yields_left_;
    std::this_thread::yield();
  }
  static inline thread_local luck* in_use = nullptr;
#endif

  std::uint64_t state_;
  [[maybe_unused]] std::uint64_t yields_left_;
};

}  // namespace opacity
