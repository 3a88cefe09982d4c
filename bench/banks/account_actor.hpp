// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <actors/actors.hpp>

namespace bench {

/// An account that answers for itself: the same class, whoever serves it.
class alignas(apart) account_actor : public actors::actor {
  int balance_;

 public:
  explicit account_actor(int initial) : balance_{initial} {}

  actors::actor_function<bool(int)> withdraw{
      this, [this](int amount) {
        if (balance_ < amount) return false;
        balance_ -= amount;
        return true;
      }};
  actors::actor_function<void(int)> deposit{this, [this](int amount) { balance_ += amount; }};
  actors::actor_function<int()> balance{this, [this] { return balance_; }};
};

}  // namespace bench
