// SPDX-License-Identifier: BSL-1.0
#include <tests/soak/figures.hpp>

#include <cstdio>

namespace soak {

void figures::check(const std::string& round, const std::string& what) {
  ++rounds;
  if (what.empty()) return;
  ++lost;
  std::printf("LOST in %s: %s\n", round.c_str(), what.c_str());
  std::fflush(stdout);
}

}  // namespace soak
