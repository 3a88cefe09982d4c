// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <thread>

namespace examples {

/// Lets a moment pass, so that one can see what happens when others come in between.
inline void take_a_moment() {
  std::this_thread::sleep_for(std::chrono::microseconds{10});
}

}  // namespace examples
