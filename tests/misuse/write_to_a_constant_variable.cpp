// SPDX-License-Identifier: BSL-1.0
// error: no match for .operator=|no viable overloaded '='
// A constant variable can only be read.
#include <stm/stm.hpp>

int main() {
  const stm::var<int> x{1};
  stm::atomically([&](stm::transaction& tx) { tx[x] = 2; });
}
