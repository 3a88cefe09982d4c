// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace opacity {

using node = std::uint32_t;
constexpr node no_node = ~node{0};

/// Numbers for all attempts of a history: those of the first thread, then those of the second, and
/// so on.
class numbering {
 public:
  explicit numbering(const history& all) : all_{all} {
    for (const thread_history& each : all)
      first_.push_back(first_.back() + static_cast<node>(each.attempts.size()));
  }

  [[nodiscard]] node size() const { return first_.back(); }
  [[nodiscard]] const thread_history& thread_history_of(node n) const { return all_[thread(n)]; }
  [[nodiscard]] const attempt& attempt_of(node n) const {
    return thread_history_of(n).attempts[attempt_number(n)];
  }
  [[nodiscard]] std::size_t thread(node n) const {
    const auto after = std::upper_bound(first_.begin(), first_.end(), n);
    return static_cast<std::size_t>(after - first_.begin()) - 1;
  }
  [[nodiscard]] std::size_t attempt_number(node n) const { return n - first_[thread(n)]; }

  /// Who has written it, as the value says; no_node if there is no such attempt.
  [[nodiscard]] node writer(written value) const {
    if (value == initial || thread_of(value) >= all_.size()) return no_node;
    const std::size_t number = opacity::attempt_of(value);
    if (number >= all_[thread_of(value)].attempts.size()) return no_node;
    return first_[thread_of(value)] + static_cast<node>(number);
  }

  /// Calls visit(node, thread history, number of the attempt in it) for each.
  template <class Visit>
  void for_each(Visit visit) const {
    node n = 0;
    for (const thread_history& each : all_)
      for (std::size_t i = 0; i < each.attempts.size(); ++i) visit(n++, each, i);
  }

 private:
  const history& all_;
  std::vector<node> first_{0};  // of each thread, and the end
};

}  // namespace opacity
