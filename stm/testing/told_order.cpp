// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/told_order.hpp>

#include <bit>
#include <charconv>
#include <stdexcept>
#include <string>

namespace stm::testing {

told_order::told_order(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&](auto& into) {
    const auto [behind, error] = std::from_chars(at, end, into);
    at = behind;
    return error == std::errc{};
  };
  while (at != end) {
    auto& [thread, steps] = parts_.emplace_back();
    const bool is_good = number(thread) && thread >= 0 && thread < 32 && at != end &&
                         *at++ == '*' && number(steps) && (at == end || *at == ' ');
    if (!is_good)
      throw std::invalid_argument{"not an order of threads: \"" + std::string{text} + '"'};
    if (at != end) ++at;
  }
}

void told_order::begin(int) {
  part_ = made_ = 0;
}

int told_order::next(threads ready, int last) {
  while (part_ < parts_.size() && made_ == parts_[part_].second) ++part_, made_ = 0;
  if (part_ < parts_.size()) {
    ++made_;
    if (const int told = parts_[part_].first; ready >> told & 1) return told;
  }
  return last != nobody && (ready >> last & 1) ? last : std::countr_zero(ready);
}

}  // namespace stm::testing
