// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/conflicts.hpp>

#include <vector>

namespace stm::engine {

struct cell_base;

/// An attempt of `block` was lost on `cell`. Forgets it where there is no memory for it.
void log_conflict(const char* block, const cell_base& cell) noexcept;

[[nodiscard]] std::vector<lost_attempts> logged_conflicts();
void forget_logged_conflicts();

}  // namespace stm::engine
