// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/graph.hpp>

#include <vector>

namespace opacity {

/// The attempts that lie on cycles, or between cycles: what is left when all that nothing leads to
/// has been taken out of the graph, again and again, and then all that leads to nothing. Empty if
/// and only if there is no cycle: the order of taking out is an order of the attempts then.
[[nodiscard]] std::vector<node> core_of(const graph& all);

}  // namespace opacity
