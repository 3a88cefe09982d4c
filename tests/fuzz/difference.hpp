// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/fuzz/program.hpp>

#include <string>
#include <vector>

namespace fuzz {

/// The program that is running, and the line of it, for what is printed of a difference.
inline const std::vector<statement>* running_program = nullptr;
inline unsigned running_line = 0;

/// The engine and the model do not agree: prints the program in words, and aborts.
[[noreturn]] void differ(const std::string& what);

inline void require(bool holds, const char* what) {
  if (!holds) differ(what);
}

}  // namespace fuzz
