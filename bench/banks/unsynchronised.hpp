// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Plain integers and no protection at all: the floor, for one thread only.
class unsynchronised {
 public:
  static constexpr bank_facts facts{
      .name = "unsynchronised",
      .kind = "none",
      .idea = "plain integers, no protection: the floor",
      .audits = "alone, so exact",
      .composes = "yes, alone",
      .waits = "never",
      .most_threads = 1,
      .limit = "one thread only: two would lose money",
  };

  explicit unsynchronised(std::size_t accounts) : accounts_(accounts) {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (accounts_[from].balance < amount) return false;
    accounts_[from].balance -= amount;
    accounts_[to].balance += amount;
    return true;
  }
  void deposit(std::size_t id, int amount) { accounts_[id].balance += amount; }
  int read_pair(std::size_t one, std::size_t other) {
    return accounts_[one].balance + accounts_[other].balance;
  }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (const account& each : accounts_) total += each.balance;
    return total;
  }
  int balance(std::size_t id) { return accounts_[id].balance; }

 private:
  struct alignas(apart) account {
    int balance = opening_balance;
  };
  std::vector<account> accounts_;
};

}  // namespace bench
