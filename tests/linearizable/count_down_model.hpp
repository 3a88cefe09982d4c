// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <optional>
#include <string>

namespace linearizable {

/// Holds whoever comes until it has been counted down to zero: a latch.
struct count_down_model {
  struct operation {
    enum class kind { count_down, wait };
    kind what;

    [[nodiscard]] std::string words() const {
      return what == kind::count_down ? "count down" : "wait";
    }
  };
  using result = std::string;

  int missing;

  std::optional<result> apply(const operation& o) {
    if (o.what == operation::kind::count_down) {
      --missing;
    } else if (missing != 0) {
      return {};
    }
    return "done";
  }

  auto operator<=>(const count_down_model&) const = default;
};

}  // namespace linearizable
