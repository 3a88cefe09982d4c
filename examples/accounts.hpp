// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>

namespace examples {

/// An account was asked for more money than it holds.
class insufficient_funds : public std::runtime_error {
 public:
  insufficient_funds(int amount, int held)
      : runtime_error{"Insufficient Funds in your account"}, requested{amount}, balance{held} {}

  int requested;
  int balance;
};

/// Moves money from one account to another, of whatever kind they are.
void transfer(int amount, auto& payer, auto& payee) {
  const int funds = payer.withdraw(amount);
  payee.deposit(funds);
}

}  // namespace examples
