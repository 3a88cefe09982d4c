// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>

namespace orders {

/// For threads and checks of a scene: what does not hold fails the run.
inline void must(bool holds, const char* what) {
  if (!holds) throw std::logic_error{what};
}

}  // namespace orders
