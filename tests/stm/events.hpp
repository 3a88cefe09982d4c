// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/transaction.hpp>

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

/// Asks for both hooks, which note what has happened to the work of that name.
inline void note_end(events& log, stm::transaction& tx, const std::string& name) {
  tx.on_commit([&log, name] { log.push_back(name + " committed"); });
  tx.on_rollback([&log, name] { log.push_back(name + " taken back"); });
}

}  // namespace support
