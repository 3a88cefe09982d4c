// SPDX-License-Identifier: BSL-1.0
#include <stm/stm.hpp>

#include <iostream>

int main() {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = 100;
  fred.commit();

  stm::retry([&] {
    auto accounts = bank.checkout("fred", "barney");
    accounts["fred"] -= 30;
    accounts["barney"] += 30;
    accounts.commit();
  });
  bank.dump(std::cout);
}
