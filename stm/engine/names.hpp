// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace stm::engine {

struct cell_base;

/// What reports and errors call a variable; none: a variable has no name. Throws std::bad_alloc.
void set_name(const cell_base& cell, std::string name);

/// `"its name"`, or `the variable at ADDRESS`.
[[nodiscard]] std::string variable_text(const cell_base& cell);

}  // namespace stm::engine
