// SPDX-License-Identifier: BSL-1.0
// error: a block may not return tx\[v\]
// It would outlive the transaction that it reads through.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  (void)stm::atomically([&](stm::transaction& tx) { return tx[x]; });
}
