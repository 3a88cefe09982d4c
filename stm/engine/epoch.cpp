// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/epoch.hpp>

namespace stm::engine {

constinit epoch_clock clock;

}  // namespace stm::engine
