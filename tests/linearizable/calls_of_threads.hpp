// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/patience.hpp>

#include <tests/linearizable/clerk.hpp>
#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/in_orders.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace linearizable {

/// What threads ask of a clerk.
struct calls_of_threads {
  enum class act { set, exchange, stop };
  std::vector<std::vector<act>> threads;

  /// Two or three threads with three calls each; with an odd seed one of them stops the actor.
  static calls_of_threads draw(std::uint64_t seed) {
    dice luck{seed};
    calls_of_threads drawn;
    drawn.threads.resize(seed % 2 ? 2 : 3);
    for (auto& thread : drawn.threads)
      while (thread.size() < 3) thread.push_back(luck.one_of({act::set, act::exchange}));
    if (seed % 2) drawn.threads[0].insert(drawn.threads[0].begin() + luck.below(4), act::stop);
    return drawn;
  }

  [[nodiscard]] int callers() const { return static_cast<int>(threads.size()); }
  void make(int thread, clerk& one) const {
    clerk::here = thread;
    // So that it looks as often as in any other run before it sleeps.
    actors::runtime::own_patience = {};
    int value = 10 * thread;
    for (const act each : threads[static_cast<std::size_t>(thread)]) {
      ++value;
      if (each == act::stop)
        one.stop_taking();
      else if (each == act::set)
        one.set(value);
      else
        one.exchange(value);
    }
  }
};

/// When everything has been handled: each message once, in order, and the answers fit.
inline void check(clerk& one, judge& strict) {
  clerk::here = 0;
  one.mail.record(0, {mail_model::operation::kind::count}, [] { return "0"; });
  strict.check(one.mail.history(), mail_model{});
  auto calls = one.calls.history();
  std::erase_if(calls, [](const auto& each) { return each.result == "refused"; });
  strict.check(calls, register_model{});
}

}  // namespace linearizable
