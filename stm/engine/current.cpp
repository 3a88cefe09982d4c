// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/current.hpp>

namespace stm::engine {

constinit thread_local attempt* current = nullptr;

}  // namespace stm::engine
