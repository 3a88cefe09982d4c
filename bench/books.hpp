// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace bench {

/// What is wrong with these balances, given what the clients were told; empty: nothing.
std::string compared(std::span<const int> balances, std::span<const client> clients);

/// What is wrong with how the bank at rest answers two last requests; empty: nothing.
std::string last_requests(bank auto& open) {
  const int held = open.balance(0);
  const int other = open.balance(1);
  if (open.transfer(0, 1, held + 1)) return "account 0 gave more than it held";
  if (!open.transfer(0, 1, held)) return "account 0 refused what it held";
  if (open.balance(0) != 0 || open.balance(1) != other + held) {
    return "the last transfer moved something else than was asked";
  }
  return {};
}

/// Checks the books of a bank that nobody uses any more; what is wrong, or empty.
///
/// The total, negative balances, every account against its clients' ledgers, the sums that
/// clients saw during the run, the bank's own audit, and two last requests.
template <bank B>
std::string checked(B& open, std::span<const client> clients) {
  const std::size_t accounts = clients.front().accounts;
  std::vector<int> balances;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < accounts; ++i) {
    balances.push_back(open.balance(i));
    total += balances.back();
  }
  if (auto wrong = compared(balances, clients); !wrong.empty()) return wrong;
  for (const client& each : clients) {
    const bool audited = each.audits > 0 || each.astray_uncounted > 0;
    if (each.astray > 0 && !(audited && !B::facts.atomic_audits)) {
      return "client " + std::to_string(each.number) + " saw " + std::to_string(each.astray) +
             " sums that do not add up";
    }
  }
  if (open.audit() != total) return "the closing audit is not the sum of the balances";
  return last_requests(open);
}

}  // namespace bench
