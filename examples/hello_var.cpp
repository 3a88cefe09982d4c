// SPDX-License-Identifier: BSL-1.0
#include <stm/stm.hpp>

#include <iostream>

int main() {
  stm::var<int> fred{100}, barney{0};

  stm::atomically([&](stm::transaction& tx) {
    tx[fred] -= 30;
    tx[barney] += 30;
  });

  std::cout << "Fred has " << fred.load() << ", Barney has " << barney.load() << '\n';
}
