// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace stm::engine {

struct cell_base;

/// Which block with a name has committed a variable last: what a table of some thousand remembers.

/// To be called while the variable is locked by the block's commit.
void note_committer(const cell_base& cell, const char* block) noexcept;
/// Null: not known, or a block without a name.
[[nodiscard]] const char* last_committer(const cell_base& cell) noexcept;

}  // namespace stm::engine
