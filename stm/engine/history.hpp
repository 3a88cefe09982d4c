// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstdint>

namespace stm::engine {

// Old versions of variables, kept on demand: a commit keeps the version it replaces if a snapshot
// is open that sees it, and lets go of those that none sees any more. So a variable has at most as
// many old versions as there are open snapshots, however long one of them lasts.
//
// Only who has a variable locked changes its history. A reader looks at it between two loads of the
// variable's word: if they are equal, nobody has changed anything in between.

/// Keeps what `cell` holds, at the version of `replaced`, if `slot.snapshots` tell that it will be
/// needed once it is replaced in `epoch`. Requires: locked by this thread, a node in the pool.
/// Neither throws nor allocates.
[[gnu::noinline, gnu::cold]] void keep_version(thread_slot& slot, cell_base& cell,
                                               version_word replaced, std::uint64_t epoch);

/// Lets go of all old versions. Requires: locked by this thread, no snapshot that sees them is
/// open.
[[gnu::noinline, gnu::cold]] void forget_versions(thread_slot& slot, cell_base& cell);

/// What `cell` held at the end of `epoch`, in which this thread has a snapshot open. Waits while a
/// commit publishes it.
[[nodiscard, gnu::noinline, gnu::cold]] versioned wait_version(
    const cell_base& cell, std::uint64_t epoch);

}  // namespace stm::engine
