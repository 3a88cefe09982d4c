// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt.hpp>

namespace stm::engine {

/// Ends an attempt of either kind by attempt_failed, to be run again upon a change of what it has
/// read; a delegated one ends the enclosing one.
[[noreturn]] void wait_for_change(attempt& run);

}  // namespace stm::engine
