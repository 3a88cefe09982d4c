// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

namespace linearizable {

/// First in, first out, up to a number of items: who comes too early waits.
struct queue_model {
  struct operation {
    enum class kind { push, pop, try_push, try_pop };
    kind what;
    int item = 0;

    [[nodiscard]] std::string words() const {
      switch (what) {
        case kind::push:
          return "push " + std::to_string(item);
        case kind::pop:
          return "pop";
        case kind::try_push:
          return "try to push " + std::to_string(item);
        case kind::try_pop:
          break;
      }
      return "try to pop";
    }
  };
  using result = std::string;

  std::size_t most;
  std::deque<int> items{};

  std::optional<result> apply(const operation& o) {
    const bool waits = o.what == operation::kind::push || o.what == operation::kind::pop;
    const bool pushes = o.what == operation::kind::push || o.what == operation::kind::try_push;
    if (pushes ? items.size() == most : items.empty())
      return waits ? std::nullopt : std::optional{result{"no"}};
    if (pushes) {
      items.push_back(o.item);
      return "done";
    }
    const int first = items.front();
    items.pop_front();
    return std::to_string(first);
  }

  auto operator<=>(const queue_model&) const = default;
};

}  // namespace linearizable
