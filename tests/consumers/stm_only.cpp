// SPDX-License-Identifier: BSL-1.0
// A user's program with transactions alone; exit status 0 if the money is right.
#include <stm/stm.hpp>

int main() {
  stm::var<int> purse{100};
  stm::var<int> till{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[purse] -= 30;
    tx[till] += 30;
  });

  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = till.load();
  fred.commit();

  return purse.load() == 70 && *bank.checkout("fred") == 30 ? 0 : 1;
}
