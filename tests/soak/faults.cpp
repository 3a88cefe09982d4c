// SPDX-License-Identifier: BSL-1.0
// Of the checks of scarce_memory.hpp none is used.
#define DOCTEST_CONFIG_DISABLE
#include <tests/soak/faults.hpp>
#include <tests/support/scarce_memory.hpp>

namespace soak {

scarcity::scarcity(int nth) {
  support::allocations_left = nth;
}

scarcity::~scarcity() {
  support::allocations_left = 0;
}

}  // namespace soak
