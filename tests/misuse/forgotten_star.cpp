// SPDX-License-Identifier: BSL-1.0
// error: cannot convert .stm::ref<int>|no viable conversion from .(stm::)?ref<int>
// What a transaction gives is a way to the value, not the value.
#include <stm/stm.hpp>

int main() {
  stm::var<int> x{1};
  return stm::atomically([&](stm::transaction& tx) {
    const int value = tx[x];
    return value;
  });
}
