// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <examples/accounts.hpp>
#include <examples/dice.hpp>
#include <examples/say.hpp>

#include <cstdint>

namespace examples {

/// Transfers a friend's money to an account of its own, again and again, until the friend's holds
/// too little or it has had enough.
template <class Account>
class mischief_maker : public actors::actor {
 public:
  mischief_maker(Account& mine, Account& friends, std::uint32_t seed)
      : my_account_{mine}, friends_account_{friends}, dice_{seed} {}

  /// To be asked when it has ended.
  int grabbed() const { return grabbed_; }

 protected:
  bool process() override try {
    const int amount = dice_.between(1, 10) * 10;
    grab(amount);
    grabbed_ += amount;
    if (--grabs_to_go_ > 0) return true;
    say("Awww, Had enough of it");
    return false;
  } catch (const insufficient_funds& e) {
    say("Awww, Tapped out", e.balance, "<", e.requested);
    return false;
  }

  virtual void grab(int amount) { transfer(amount, friends_account_, my_account_); }

 private:
  Account& my_account_;
  Account& friends_account_;
  dice dice_;
  int grabbed_ = 0;
  int grabs_to_go_ = 5000;
};

}  // namespace examples
