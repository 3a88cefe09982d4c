// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/domain.hpp>

namespace stm::engine {

constinit shared_line domain;

}  // namespace stm::engine
