// SPDX-License-Identifier: BSL-1.0
// error: use of deleted function .*ref.*operator=|overload resolution selected deleted operator '='
// To copy a value is tx[x] = *tx[y].
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1}, y{2};
  stm::atomically([&](stm::transaction& tx) { tx[x] = tx[y]; });
}
