// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>

#include <cstdio>
#include <cstdlib>

namespace fuzz {

void differ(const std::string& what) {
  std::fprintf(stderr, "%s\n%s\n", what.c_str(), in_words(*running_program, running_line).c_str());
  std::abort();
}

}  // namespace fuzz
