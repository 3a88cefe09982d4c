// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace bench {

/// A std::mutex an account, never two at a time: as little as a bank of actors promises.
class account_mutexes_in_turn {
 public:
  static constexpr bank_facts facts{
      .name = "account_mutexes_in_turn",
      .kind = "locks",
      .idea = "a std::mutex an account, one after the other: the yardstick for actors",
      .audits = "NOT atomic: money is in flight between the two locks",
      .composes = "no: each account is locked for itself alone",
      .waits = "for operations on the same account",
      .atomic_audits = false,
  };

  explicit account_mutexes_in_turn(std::size_t accounts) : accounts_(accounts) {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!accounts_[from].withdraw(amount)) return false;
    accounts_[to].deposit(amount);
    return true;
  }
  void deposit(std::size_t id, int amount) { accounts_[id].deposit(amount); }
  int read_pair(std::size_t one, std::size_t other) { return balance(one) + balance(other); }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (account& each : accounts_) total += each.balance();
    return total;
  }
  int balance(std::size_t id) { return accounts_[id].balance(); }

 private:
  class alignas(apart) account {
   public:
    bool withdraw(int amount) {
      const std::lock_guard held{mutex_};
      if (balance_ < amount) return false;
      balance_ -= amount;
      return true;
    }
    void deposit(int amount) {
      const std::lock_guard held{mutex_};
      balance_ += amount;
    }
    int balance() {
      const std::lock_guard held{mutex_};
      return balance_;
    }

   private:
    std::mutex mutex_;
    int balance_ = opening_balance;  // guarded by mutex_
  };

  std::vector<account> accounts_;
};

}  // namespace bench
