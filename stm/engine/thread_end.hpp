// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>

namespace stm::engine {

/// To be called in a handler: rethrows an interruption of Boost.Thread and the forced unwinding of
/// a thread that is cancelled, which are no errors of what was being done and may not be swallowed.
void rethrow_what_ends_the_thread();
/// True: it is an interruption of Boost.Thread.
[[nodiscard]] bool is_interruption(const std::exception_ptr& error);

}  // namespace stm::engine
