// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace stm::engine {

class attempt;
struct attempt_loop;
struct tx_door;
struct read_door;

/// The attempt this thread is running, the outermost of nested ones; null outside every block.
extern constinit thread_local attempt* current;

}  // namespace stm::engine
