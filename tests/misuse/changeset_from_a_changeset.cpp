// SPDX-License-Identifier: BSL-1.0
// error: use of deleted function .*changeset.*operator=|overload resolution selected deleted
// operator '=' To check out anew is to make a new changeset.
#include <stm/stm.hpp>

int main() {
  stm::store<int> bank;
  auto both = bank.checkout("fred", "barney");
  both = bank.checkout("fred", "barney");
}
