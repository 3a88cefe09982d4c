// SPDX-License-Identifier: BSL-1.0
// error: ignoring return value of
// try_commit() tells of a conflict by its result alone.
#include <stm/stm.hpp>

int main() {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = 1;
  fred.try_commit();
}
