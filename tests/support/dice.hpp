// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

namespace support {

/// The seed of this run: TALLY_SEED, or a new one each time. Printed when it is first asked for.
inline std::uint64_t seed() {
  static const std::uint64_t of_this_run = [] {
    const char* given = std::getenv("TALLY_SEED");
    const std::uint64_t chosen = given ? std::stoull(given) : std::random_device{}();
    std::printf("TALLY_SEED=%llu\n", static_cast<unsigned long long>(chosen));
    std::fflush(stdout);
    return chosen;
  }();
  return of_this_run;
}

/// How often a stress repeats itself: `usual` times, times TALLY_ROUNDS where that is set. More
/// often where threads do not yield inside the engine, and so meet each other less.
inline int rounds(int usual) {
  const char* given = std::getenv("TALLY_ROUNDS");
#ifndef TALLY_SCHEDULE_HOOK
  usual *= 4;
#endif
  return given ? usual * std::stoi(given) : usual;
}

/// The luck of one thread of a stress: random numbers from the seed, and, while it lives, random
/// yields of its thread, in the engine too where that is built with TALLY_SCHEDULE_HOOK.
class dice {
 public:
  explicit dice(int thread) {
    state_ = (seed() + static_cast<std::uint64_t>(thread) + 1) * 0x9E3779B97F4A7C15u | 1;
#ifdef TALLY_SCHEDULE_HOOK
    in_use = this;
    stm::engine::schedule_hook = [] {
      if (in_use->one_in(64)) in_use->stumble();
    };
#endif
  }
  ~dice() {
#ifdef TALLY_SCHEDULE_HOOK
    stm::engine::schedule_hook = nullptr;
    in_use = nullptr;
#endif
  }
  dice(const dice&) = delete;
  dice& operator=(const dice&) = delete;

  /// 0 or more, less than `end`.
  int below(int end) {
    return static_cast<int>(next() % static_cast<std::uint64_t>(end));
  }
  bool one_in(int many) {
    return below(many) == 0;
  }
  /// Between two steps of a block: lets others in, now and then.
  void stumble_sometimes() {
    if (one_in(4)) stumble();
  }

 private:
  void stumble() {
    for (int times = below(4); times >= 0 && yields_left_ > 0; --times, --yields_left_)
      std::this_thread::yield();
  }
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }

  std::uint64_t state_;
  int yields_left_ = 3000;  // each may take long where other programs are busy
#ifdef TALLY_SCHEDULE_HOOK
  static inline thread_local dice* in_use = nullptr;
#endif
};

}  // namespace support
