// SPDX-License-Identifier: BSL-1.0
// error: no match for .operator\+|invalid operands
// A variable has a value only for a transaction.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  return x + 1;
}
