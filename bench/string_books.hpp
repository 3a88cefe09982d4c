// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>
#include <bench/string_bank.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace bench {

/// What is wrong with these strings, given what the clients did to them; empty: nothing.
///
/// Each string's length, the sum of its characters against the clients' ledgers, and so their
/// total. A character wraps around at its ends, so sums are compared as far as a character goes.
std::string compared(std::span<const std::string> texts, std::span<const client> clients);

/// Checks the strings of a bank that nobody uses any more; what is wrong, or empty.
template <string_bank B>
std::string checked(B& open, std::span<const client> clients) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < clients.front().accounts; ++i) texts.push_back(open.text(i));
  return compared(texts, clients);
}

}  // namespace bench
