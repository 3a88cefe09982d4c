// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <stm/stm.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// A transactional variable an account; each operation is one transaction.
class stm_var {
 public:
  static constexpr bank_facts facts{
      .name = "stm_var",
      .kind = "transactions",
      .idea = "a transactional variable an account; each operation is a transaction",
      .audits = "atomic; nobody waits, it runs again after a conflict",
      .composes = "yes: transactions nest and join",
      .waits = "only while another commit publishes the same account",
  };

  explicit stm_var(std::size_t accounts) : accounts_(accounts) {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    stm::var<int>& payer = accounts_[from].balance;
    stm::var<int>& payee = accounts_[to].balance;
    return stm::atomically([&](stm::transaction& tx) {
      if (*tx[payer] < amount) return false;
      tx[payer] -= amount;
      tx[payee] += amount;
      return true;
    });
  }
  void deposit(std::size_t id, int amount) {
    stm::atomically([&](stm::transaction& tx) { tx[accounts_[id].balance] += amount; });
  }
  int read_pair(std::size_t one, std::size_t other) {
    return stm::read_only([&](auto& tx) {
      return *tx[accounts_[one].balance] + *tx[accounts_[other].balance];
    });
  }
  std::int64_t audit() {
    return stm::read_only([&](auto& tx) {
      std::int64_t total = 0;
      for (const account& each : accounts_) total += *tx[each.balance];
      return total;
    });
  }
  int balance(std::size_t id) { return accounts_[id].balance.load(); }

  static stm::totals statistics() { return stm::statistics(); }

 private:
  struct alignas(apart) account {
    stm::var<int> balance{opening_balance};
  };
  std::vector<account> accounts_;
};

}  // namespace bench
