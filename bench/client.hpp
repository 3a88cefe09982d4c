// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/ledger.hpp>
#include <bench/xorshift.hpp>

#include <cstddef>
#include <cstdint>

namespace bench {

/// One user of a bank: draws what to ask for and keeps account of the answers.
///
/// For one thread; shares no cache line with another client.
struct alignas(apart) client {
  client(std::size_t id, std::size_t bank_size, std::uint64_t seed)
      : number{id}, accounts{bank_size}, random{seed, id}, book{bank_size} {}

  struct pair {
    std::size_t first, second;
  };

  /// Two different accounts, every such pair equally likely.
  pair draw_pair() {
    const std::size_t first = random.below(accounts);
    const std::size_t other = random.below(accounts - 1);
    return {first, other + static_cast<std::size_t>(other >= first)};
  }
  int draw_amount() { return 1 + static_cast<int>(random.below(100)); }

  /// Keeps account of how a transfer has ended.
  void book_transfer(pair accounts_drawn, int amount, bool moved) {
    if (moved) {
      book.moved(accounts_drawn.first, accounts_drawn.second, amount);
    } else {
      ++refused;
    }
  }

  /// What all accounts hold together while nothing is paid in from outside.
  std::int64_t total() const { return static_cast<std::int64_t>(accounts) * opening_balance; }

  std::size_t number;
  std::size_t accounts;
  xorshift random;
  ledger book;
  std::int64_t operations = 0;  // audits among them
  std::int64_t refused = 0;     // transfers that met insufficient funds
  std::int64_t audits = 0;
  std::int64_t astray = 0;            // sums of accounts that were not what they had to be
  std::int64_t astray_uncounted = 0;  // those of them whose audits are not counted
};

}  // namespace bench
