// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/kept_alive.hpp>
#include <stm/engine/log_buffers.hpp>

#include <chrono>
#include <span>

namespace stm::engine {

// A thread that waits enters itself, for each variable it has read, in the list that the variable's
// address leads to, and only then sets the waiters bit in the variable's word, by a CAS that fails
// if the version is another by now. A commit that finds the bit in the word it locks publishes a
// word without it, and then wakes those who wait for its variables. Version and bit share a word,
// so no commit falls between the two. (The hashed lists after Bronson, Chafi, Olukotun: CCSTM,
// 2010.)

/// Sleeps until one of the variables has another version than the one that was read: true; or until
/// the time has come: false. Returns at once if that is so already. An interruption point of
/// Boost.Thread. Throws std::bad_alloc, before it has entered anything. The variables are touched
/// before it sleeps, while `kept` keeps them alive, and not afterwards.
[[nodiscard]] bool wait_for_change(std::span<const read_entry> read,
                                   std::chrono::steady_clock::time_point until, kept_alive& kept);

/// Wakes the threads that wait for `cell`, which has just been released with a new version.
[[gnu::noinline, gnu::cold]] void wake_waiters(const cell_base& cell) noexcept;

}  // namespace stm::engine
