// SPDX-License-Identifier: BSL-1.0
#include <stm/conflicts.hpp>
#include <stm/engine/conflict_log.hpp>

#include <algorithm>
#include <ostream>

namespace stm {

std::ostream& operator<<(std::ostream& out, const lost_attempts& line) {
  return out << line.block << " lost " << line.count << (line.count == 1 ? " attempt" : " attempts")
             << " on " << line.variable << " to " << line.winner;
}

std::vector<lost_attempts> conflicts() {
  auto all = engine::logged_conflicts();
  std::sort(all.begin(), all.end(), [](const lost_attempts& a, const lost_attempts& b) {
    return a.count > b.count;
  });
  return all;
}

void forget_conflicts() {
  engine::forget_logged_conflicts();
}

}  // namespace stm
