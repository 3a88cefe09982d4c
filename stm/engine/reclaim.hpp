// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/box.hpp>
#include <stm/engine/thread_slot.hpp>

namespace stm::engine {

/// Gives up a list of boxes that were unlinked from their variables by this thread. They are
/// destroyed later, when no thread can be reading them. Neither throws nor allocates.
/// Epoch-based reclamation after Fraser: Practical lock-freedom, 2004, 5.2.3.
void retire(thread_slot& slot, box_base* boxes);

/// Destroys what this thread, and former owners of its slot, have retired and nobody reads, if
/// enough has come together. Runs destructors of values: call it outside every transaction.
void sweep_if_due(thread_slot& slot);

}  // namespace stm::engine
