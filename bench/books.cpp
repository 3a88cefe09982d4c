// SPDX-License-Identifier: BSL-1.0
#include <bench/books.hpp>

namespace bench {

std::string compared(std::span<const int> balances, std::span<const client> clients) {
  std::int64_t held = 0;
  std::int64_t owed = 0;
  std::string wrong;
  for (std::size_t i = 0; i < balances.size(); ++i) {
    std::int64_t due = opening_balance;
    for (const client& each : clients) due += each.book.change(i);
    held += balances[i];
    owed += due;
    if (!wrong.empty()) continue;
    if (balances[i] < 0) {
      wrong = "account " + std::to_string(i) + " holds " + std::to_string(balances[i]);
    } else if (balances[i] != due) {
      wrong = "account " + std::to_string(i) + " holds " + std::to_string(balances[i]) +
              ", the ledgers of its clients say " + std::to_string(due);
    }
  }
  if (wrong.empty()) return wrong;
  return wrong + "; the bank holds " + std::to_string(held) + " of " + std::to_string(owed);
}

}  // namespace bench
