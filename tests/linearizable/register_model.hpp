// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <optional>
#include <string>

namespace linearizable {

/// One number, 0 at first.
struct register_model {
  struct operation {
    bool asks;  // for what was there before
    int value;

    [[nodiscard]] std::string words() const {
      return (asks ? "exchange for " : "set to ") + std::to_string(value);
    }
  };
  using result = std::string;

  int held = 0;

  std::optional<result> apply(const operation& o) {
    const std::string before = std::to_string(held);
    held = o.value;
    return o.asks ? before : "done";
  }

  auto operator<=>(const register_model&) const = default;
};

}  // namespace linearizable
