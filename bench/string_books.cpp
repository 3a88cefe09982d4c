// SPDX-License-Identifier: BSL-1.0
#include <bench/string_books.hpp>

#include <cstdint>

namespace bench {
namespace {

std::int64_t sum_of(const std::string& text) {
  std::int64_t sum = 0;
  for (const char each : text) sum += each;
  return sum;
}

std::int64_t wrapped(std::int64_t sum) {
  return sum & 0xFF;
}

}  // namespace

std::string compared(std::span<const std::string> texts, std::span<const client> clients) {
  const std::int64_t at_first = sum_of(opening_string());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string which = "string " + std::to_string(i);
    if (texts[i].size() != string_length) {
      return which + " has " + std::to_string(texts[i].size()) + " characters";
    }
    std::int64_t due = at_first;
    for (const client& each : clients) due += each.book.change(i);
    const std::int64_t held = sum_of(texts[i]);
    if (wrapped(held) != wrapped(due)) {
      return which + " adds up to " + std::to_string(held) + ", the ledgers of its clients say " +
             std::to_string(due);
    }
  }
  return {};
}

}  // namespace bench
