// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/names.hpp>
#include <stm/var.hpp>

#include <string>
#include <utility>

namespace stm {

/// What errors and reports call the variable; an empty name takes that back. The name belongs to
/// the place of the variable: give another one to a variable that is made where a named one was.
/// Neither a transaction nor a part of one. Throws std::bad_alloc.
template <class T>
void name(const var<T>& variable, std::string text) {
  engine::set_name(engine::door::cell_of(variable), std::move(text));
}

}  // namespace stm
