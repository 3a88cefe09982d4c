// SPDX-License-Identifier: BSL-1.0
// error: no matching function for call to .atomically
// A block takes the transaction it runs in.
#include <stm/stm.hpp>

int main() {
  stm::atomically([] {});
}
