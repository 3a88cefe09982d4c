// SPDX-License-Identifier: BSL-1.0
// error: no match for .operator\+|invalid operands
// What a transaction gives is a way to the value, not the value.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  return stm::atomically([&](stm::transaction& tx) { return tx[x] + 1; });
}
