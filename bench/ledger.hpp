// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// One client's own half of the tally stick: what the bank told it, account by account.
///
/// For one thread; shares no cache line with another ledger.
class ledger {
 public:
  explicit ledger(std::size_t accounts) : pages_((accounts + per_page - 1) / per_page) {}

  void moved(std::size_t from, std::size_t to, int amount) {
    entry(from) -= amount;
    entry(to) += amount;
  }
  void paid_in(std::size_t account, int amount) { entry(account) += amount; }

  /// What this client has added to the account, less what it has taken from it.
  std::int64_t change(std::size_t account) const {
    return pages_[account / per_page].entries[account % per_page];
  }

 private:
  static constexpr std::size_t per_page = apart / sizeof(std::int64_t);
  struct alignas(apart) page {
    std::array<std::int64_t, per_page> entries{};
  };

  std::int64_t& entry(std::size_t account) {
    return pages_[account / per_page].entries[account % per_page];
  }

  std::vector<page> pages_;
};

}  // namespace bench
