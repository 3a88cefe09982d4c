// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <deque>
#include <optional>
#include <string>

namespace linearizable {

/// What an actor promises of its messages: each that it takes is handled once, first in, first out;
/// after stop() it takes no more.
struct mail_model {
  struct operation {
    enum class kind { send, handle, stop, count };
    kind what;
    int item = 0;

    [[nodiscard]] std::string words() const {
      static const char* const names[] = {"send ", "handle one", "stop", "how many are left"};
      return names[static_cast<int>(what)] + (what == kind::send ? std::to_string(item) : "");
    }
  };
  using result = std::string;

  std::deque<int> waiting{};
  bool is_stopped = false;

  std::optional<result> apply(const operation& o) {
    switch (o.what) {
      case operation::kind::send:
        if (is_stopped) return "refused";
        waiting.push_back(o.item);
        return "done";
      case operation::kind::handle: {
        if (waiting.empty()) return {};
        const int first = waiting.front();
        waiting.pop_front();
        return std::to_string(first);
      }
      case operation::kind::stop:
        is_stopped = true;
        return "done";
      case operation::kind::count:
        break;
    }
    return std::to_string(waiting.size());
  }

  auto operator<=>(const mail_model&) const = default;
};

}  // namespace linearizable
