// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>
#include <actors/runtime/executor.hpp>

namespace actors::runtime {

/// `by` for an actor of these options: itself, or one more executor that limits the mailbox and has
/// `by` do the rest. It is destroyed by let_go(). Throws std::invalid_argument for a limit of 0.
[[nodiscard]] executor& with_limit(executor& by, const options& how);

}  // namespace actors::runtime
