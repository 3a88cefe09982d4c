// SPDX-License-Identifier: BSL-1.0
// error: no matching function for call to .retry
// retry() calls work without arguments; a block that takes a transaction is for atomically().
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  stm::retry([&](stm::transaction& tx) { tx[x] = 2; });
}
