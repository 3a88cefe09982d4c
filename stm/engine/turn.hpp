// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/thread_slot.hpp>

#include <chrono>

namespace stm::engine {

// A transaction that has failed too often takes its turn, in which it cannot fail: it reserves what
// it touches, and others that want to commit the same variables fail instead. One transaction of
// the process has the turn at a time, in the order of asking, so each waits for at most as many as
// there are threads, and no two can wait for each other's variables.

/// Sleeps until the turn is this thread's: true; or until the time has come: false. An interruption
/// point of Boost.Thread. Requires that it is not this thread's already.
[[nodiscard]] bool wait_for_turn(thread_slot& slot, std::chrono::steady_clock::time_point until);

/// Hands the turn on. Requires that it is this thread's.
void pass_turn(thread_slot& slot) noexcept;

}  // namespace stm::engine
