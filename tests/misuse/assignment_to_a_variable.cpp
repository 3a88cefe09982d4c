// SPDX-License-Identifier: BSL-1.0
// error: no match for .operator=|no viable overloaded '='
// A variable is written only through a transaction.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  x = 3;
}
