// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace stm::engine {

/// To be called in a handler: rethrows an interruption of Boost.Thread and the forced unwinding of
/// a thread that is cancelled, which are no errors of what was being done and may not be swallowed.
void rethrow_what_ends_the_thread();

}  // namespace stm::engine
