// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <examples/accounts.hpp>
#include <examples/say.hpp>

namespace examples {

/// An account that serves one request at a time, in the order in which they come.
class account_actor : public actors::actor {
 public:
  explicit account_actor(int initial) : balance_{initial} {}

  actors::actor_function<int(int)> deposit{
      this, [this](int amount) {
        record("DEPOSIT", amount, balance_);
        balance_ += amount;
        return balance_;
      }};

  actors::actor_function<int(int)> withdraw{
      this, [this](int amount) {
        if (balance_ < amount) throw insufficient_funds{amount, balance_};
        balance_ -= amount;
        record("WITHDRAW", amount, balance_);
        return amount;
      }};

  actors::actor_function<int()> balance{this, [this] { return balance_; }};

 private:
  int balance_;
};

}  // namespace examples
