// SPDX-License-Identifier: BSL-1.0
// error: ignoring return(ed)? value of
// A checkout does nothing but return its handle.
#include <stm/stm.hpp>

int main() {
  stm::store<int> bank;
  bank.checkout("fred");
}
