// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/keys.hpp>

#include <stm/stm.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// The same store as guild's programs use it: check copies out, edit them, commit, retry.
class stm_checkout {
 public:
  static constexpr bank_facts facts{
      .name = "stm_checkout",
      .kind = "transactions",
      .idea = "the same store in guild's way: checkout, edit, commit, retry",
      .audits = "atomic; a checkout of all accounts",
      .composes = "by checking out together what is to change together",
      .waits = "only while another commit publishes the same account",
  };

  explicit stm_checkout(std::size_t accounts) : keys_{account_keys(accounts)} {
    for (std::size_t id = 0; id < accounts; ++id) deposit(id, opening_balance);
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    const std::string& payer = keys_[from];
    const std::string& payee = keys_[to];
    return stm::retry([&] {
      auto accounts = store_.checkout(payer, payee);
      if (*accounts[payer] < amount) return false;
      accounts[payer] -= amount;
      accounts[payee] += amount;
      accounts.commit();
      return true;
    });
  }
  void deposit(std::size_t id, int amount) {
    stm::retry([&] {
      auto account = store_.checkout(keys_[id]);
      account += amount;
      account.commit();
    });
  }
  int read_pair(std::size_t one, std::size_t other) {
    auto accounts = store_.checkout(keys_[one], keys_[other]);
    return *accounts[keys_[one]] + *accounts[keys_[other]];
  }
  std::int64_t audit() {
    const auto accounts = store_.checkout(keys_);
    std::int64_t total = 0;
    for (const auto& each : accounts) total += *each;
    return total;
  }
  int balance(std::size_t id) { return *store_.checkout(keys_[id]); }

  static stm::totals statistics() { return stm::statistics(); }

 private:
  const std::vector<std::string> keys_;
  stm::store<int> store_;
};

}  // namespace bench
