// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace bench {

/// A std::mutex an account; std::scoped_lock takes two without a deadlock.
class account_mutexes {
 public:
  static constexpr bank_facts facts{
      .name = "account_mutexes",
      .kind = "locks",
      .idea = "a std::mutex an account, two at a time by std::scoped_lock",
      .audits = "atomic; takes every lock first",
      .composes = "no: every caller must know which locks",
      .waits = "for operations on the same accounts",
  };

  explicit account_mutexes(std::size_t accounts) : accounts_(accounts) {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    account& payer = accounts_[from];
    account& payee = accounts_[to];
    const std::scoped_lock held{payer.mutex, payee.mutex};
    if (payer.balance < amount) return false;
    payer.balance -= amount;
    payee.balance += amount;
    return true;
  }
  void deposit(std::size_t id, int amount) {
    const std::lock_guard held{accounts_[id].mutex};
    accounts_[id].balance += amount;
  }
  int read_pair(std::size_t one, std::size_t other) {
    const std::scoped_lock held{accounts_[one].mutex, accounts_[other].mutex};
    return accounts_[one].balance + accounts_[other].balance;
  }
  std::int64_t audit() {
    // In address order. Whoever holds one lock and waits for another is an audit too:
    // std::scoped_lock lets go of the first before it waits for the second.
    std::int64_t total = 0;
    for (account& each : accounts_) {
      each.mutex.lock();
      total += each.balance;
    }
    for (account& each : accounts_) each.mutex.unlock();
    return total;
  }
  int balance(std::size_t id) {
    const std::lock_guard held{accounts_[id].mutex};
    return accounts_[id].balance;
  }

 private:
  struct alignas(apart) account {
    std::mutex mutex;
    int balance = opening_balance;  // guarded by mutex
  };
  std::vector<account> accounts_;
};

}  // namespace bench
