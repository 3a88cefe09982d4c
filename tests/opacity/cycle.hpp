// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/graph.hpp>

#include <vector>

namespace opacity {

/// Attempts of which each has to come before the next one, and the last one before the first.
struct cycle {
  struct link {
    node from;
    edge why;
    key at;  // without meaning for edge::time
  };
  std::vector<link> links;
  bool is_shortest;  // else only no shorter one was found before the search became too long
};

/// Requires: `core` is that of the graph, and not empty.
[[nodiscard]] cycle short_cycle(const numbering& numbers, const graph& all,
                                const std::vector<node>& core);

}  // namespace opacity
