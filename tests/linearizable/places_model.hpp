// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <optional>
#include <string>

namespace linearizable {

/// So many places, of which each is free or taken: a semaphore.
struct places_model {
  struct operation {
    enum class kind { acquire, try_acquire, release };
    kind what;

    [[nodiscard]] std::string words() const {
      switch (what) {
        case kind::acquire:
          return "acquire";
        case kind::try_acquire:
          return "try to acquire";
        case kind::release:
          break;
      }
      return "release";
    }
  };
  using result = std::string;

  int free;

  std::optional<result> apply(const operation& o) {
    if (o.what == operation::kind::release) {
      ++free;
      return "done";
    }
    if (free > 0) {
      --free;
      return "done";
    }
    if (o.what == operation::kind::try_acquire) return "no";
    return {};
  }

  auto operator<=>(const places_model&) const = default;
};

}  // namespace linearizable
