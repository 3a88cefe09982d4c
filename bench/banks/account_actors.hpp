// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <actors/actors.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>

namespace bench {

/// An actor an account, as in the article: a transfer is a withdrawal and then a deposit.
class account_actors {
 public:
  static constexpr bank_facts facts{
      .name = "account_actors",
      .kind = "messages",
      .idea = "an actor an account; a transfer is a call to withdraw, then one to deposit",
      .audits = "NOT atomic: money is in flight between the two calls",
      .composes = "no: each account answers for itself alone",
      .waits = "for the accounts' answers, one after the other",
      .atomic_audits = false,
      .most_accounts = 64,
      .limit = "at most 64 accounts: each has a thread of its own",
  };

  explicit account_actors(std::size_t accounts) {
    for (std::size_t id = 0; id < accounts; ++id) accounts_.emplace_back(opening_balance);
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!accounts_[from].withdraw(amount)) return false;
    accounts_[to].deposit(amount);
    return true;
  }
  void deposit(std::size_t id, int amount) { accounts_[id].deposit(amount); }
  int read_pair(std::size_t one, std::size_t other) { return balance(one) + balance(other); }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (auto& each : accounts_) total += each.balance();
    return total;
  }
  int balance(std::size_t id) { return accounts_[id].balance(); }

 private:
  class alignas(apart) account : public actors::actor {
    int balance_;

   public:
    explicit account(int initial) : balance_{initial} {}

    actors::actor_function<bool(int)> withdraw{
        this, [this](int amount) {
          if (balance_ < amount) return false;
          balance_ -= amount;
          return true;
        }};
    actors::actor_function<void(int)> deposit{this, [this](int amount) { balance_ += amount; }};
    actors::actor_function<int()> balance{this, [this] { return balance_; }};
  };

  std::deque<actors::running<account>> accounts_;
};

}  // namespace bench
