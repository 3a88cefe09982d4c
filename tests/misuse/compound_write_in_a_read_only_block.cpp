// SPDX-License-Identifier: BSL-1.0
// error: no match for .operator\+=|no viable overloaded '\+='
// A read-only block reads.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  stm::read_only([&](auto& tx) { tx[x] += 2; });
}
