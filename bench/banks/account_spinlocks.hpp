// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/spinlock.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace bench {

/// A spinlock an account, always taken in address order: the yardstick.
class account_spinlocks {
 public:
  static constexpr bank_facts facts{
      .name = "account_spinlocks",
      .kind = "locks",
      .idea = "a spinlock an account, taken in address order: the yardstick",
      .audits = "atomic; takes every lock first",
      .composes = "no: every caller must know which locks, and their order",
      .waits = "spins for operations on the same accounts",
  };

  explicit account_spinlocks(std::size_t accounts) : accounts_(accounts) {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    const both held{*this, from, to};
    if (accounts_[from].balance < amount) return false;
    accounts_[from].balance -= amount;
    accounts_[to].balance += amount;
    return true;
  }
  void deposit(std::size_t id, int amount) {
    const std::lock_guard held{accounts_[id].lock};
    accounts_[id].balance += amount;
  }
  int read_pair(std::size_t one, std::size_t other) {
    const both held{*this, one, other};
    return accounts_[one].balance + accounts_[other].balance;
  }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (account& each : accounts_) {
      each.lock.lock();
      total += each.balance;
    }
    for (account& each : accounts_) each.lock.unlock();
    return total;
  }
  int balance(std::size_t id) {
    const std::lock_guard held{accounts_[id].lock};
    return accounts_[id].balance;
  }

 private:
  struct alignas(apart) account {
    spinlock lock;
    int balance = opening_balance;  // guarded by lock
  };

  // Two locks in address order: of two audits or transfers none waits for the other in a ring.
  class both {
   public:
    both(account_spinlocks& bank, std::size_t one, std::size_t other)
        : first_{bank.accounts_[std::min(one, other)].lock},
          second_{bank.accounts_[std::max(one, other)].lock} {
      first_.lock();
      second_.lock();
    }
    ~both() {
      second_.unlock();
      first_.unlock();
    }
    both(const both&) = delete;
    both& operator=(const both&) = delete;

   private:
    spinlock& first_;
    spinlock& second_;
  };

  std::vector<account> accounts_;
};

}  // namespace bench
