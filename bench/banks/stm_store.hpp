// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/keys.hpp>

#include <stm/stm.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// A store of accounts by name; each operation looks them up and is one transaction.
class stm_store {
 public:
  static constexpr bank_facts facts{
      .name = "stm_store",
      .kind = "transactions",
      .idea = "a store of accounts looked up by name; each operation is a transaction",
      .audits = "atomic; nobody waits, it runs again after a conflict",
      .composes = "yes: transactions nest and join",
      .waits = "only while another commit publishes the same account",
  };

  explicit stm_store(std::size_t accounts) : keys_{account_keys(accounts)} {
    for (const std::string& key : keys_) {
      stm::atomically([&](stm::transaction& tx) { tx[store_.var(key)] = opening_balance; });
    }
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    auto& payer = store_.var(keys_[from]);
    auto& payee = store_.var(keys_[to]);
    return stm::atomically([&](stm::transaction& tx) {
      const int held = **tx[payer];
      if (held < amount) return false;
      tx[payer] = held - amount;
      tx[payee] = **tx[payee] + amount;
      return true;
    });
  }
  void deposit(std::size_t id, int amount) {
    auto& account = store_.var(keys_[id]);
    stm::atomically([&](stm::transaction& tx) { tx[account] = **tx[account] + amount; });
  }
  int read_pair(std::size_t one, std::size_t other) {
    auto& first = store_.var(keys_[one]);
    auto& second = store_.var(keys_[other]);
    return stm::read_only([&](auto& tx) { return **tx[first] + **tx[second]; });
  }
  std::int64_t audit() {
    return stm::read_only([&](auto& tx) {
      std::int64_t total = 0;
      for (const std::string& key : keys_) total += **tx[store_.var(key)];
      return total;
    });
  }
  int balance(std::size_t id) { return *store_.var(keys_[id]).load(); }

  static stm::totals statistics() { return stm::statistics(); }

 private:
  const std::vector<std::string> keys_;
  stm::store<int> store_;
};

}  // namespace bench
