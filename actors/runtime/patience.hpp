// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

/// How often a thread looks, with a pause between, before it sleeps.
///
/// It learns: where what it waits for comes from another core, looking is the faster way; where
/// both threads share a core, or the wait is long, it is lost time. Each miss halves it, each hit
/// restores it, and a thread that does not look any more tries it once in 32 waits. For one thread.
class patience {
 public:
  static constexpr int most = 100;

  /// How often to look this time.
  [[nodiscard]] int looks() {
    if (looks_ > 0) return looks_;
    if (++waits_ < waits_between_trials) return 0;
    waits_ = 0;
    return most;
  }
  void hit() { looks_ = most; }
  void missed() { looks_ = looks_ < least ? 0 : looks_ / 2; }

 private:
  static constexpr int least = 25;
  static constexpr int waits_between_trials = 32;

  int looks_ = most;
  int waits_ = 0;  // since it last looked
};

/// Of the calling thread.
inline constinit thread_local patience own_patience;

}  // namespace actors::runtime
