// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/attempt_loop.hpp>

#include <sstream>

namespace stm::engine {

std::string describe(const lost_variable& lost) {
  std::ostringstream text;
  text << "a conflict on the variable at " << static_cast<const void*>(lost.cell)
       << ", read at version " << lost.held;
  if (lost.found != lost.held)
    text << ", found at " << lost.found;
  else
    text << " and being committed by another thread";
  return std::move(text).str();
}

}  // namespace stm::engine
