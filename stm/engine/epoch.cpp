// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/epoch.hpp>

#include <cstdio>
#include <exception>

namespace stm::engine {

void epochs_used_up() noexcept {
  std::fputs("stm: the clock of this process has run through all its epochs\n", stderr);
  std::terminate();
}

}  // namespace stm::engine
