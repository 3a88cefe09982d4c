// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <algorithm>

namespace actors::runtime {

/// How often a thread looks, with a pause between, before it sleeps.
///
/// It learns: where what it waits for comes from another core, looking is the faster way; where
/// both threads share a core, or the wait is long, it is lost time. Each miss halves it, each hit
/// restores it, and a thread that does not look any more tries it once in 32 waits.
///
/// Where many wait for one, each waits longer than a wait should be worth, but if all sleep, each
/// answer is a wake-up and the waits are longer still. So once in 256 waits a thread that does not
/// look any more looks for long, and goes on with that until it misses. A thread that is scheduled
/// looks once in every other wait: more would make the run longer, and try little. For one thread.
class patience {
 public:
  static constexpr int most = 100;
  static constexpr int longest = 2000;

  /// How often to look this time: up to `longest`.
  [[nodiscard]] int looks() {
    if (stm::engine::is_scheduled()) return static_cast<int>(waits_++ % 2);
    if (looks_ > 0) return looks_;
    ++waits_;
    if (waits_ % waits_between_long_trials == 0) return longest;
    return waits_ % waits_between_trials == 0 ? most : 0;
  }
  /// It came after so many looks.
  void hit(int looked) { looks_ = std::max(looks_, looked > most ? longest : most); }
  void missed() { looks_ = looks_ < least ? 0 : std::min(looks_ / 2, most); }

 private:
  static constexpr int least = 25;
  static constexpr unsigned waits_between_trials = 32;
  static constexpr unsigned waits_between_long_trials = 256;

  int looks_ = most;
  unsigned waits_ = 0;  // without a look, but for trials
};

/// Of the calling thread.
inline constinit thread_local patience own_patience;

}  // namespace actors::runtime
