// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace support {

/// What has happened, in its order; a failed CHECK shows it.
struct events : std::vector<std::string> {
  using std::vector<std::string>::vector;

  friend std::ostream& operator<<(std::ostream& out, const events& all) {
    const char* before = "";
    for (const auto& each : all) {
      out << before << each;
      before = "; ";
    }
    return out;
  }
};

}  // namespace support
