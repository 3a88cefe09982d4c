// SPDX-License-Identifier: BSL-1.0
// error: use of deleted function .*value.*operator=|overload resolution selected deleted operator
// '=' To check out anew is to make a new handle; to copy a value is x = *y.
#include <stm/stm.hpp>

int main() {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = bank.checkout("fred");
}
