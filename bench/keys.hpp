// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// The names under which a store keeps so many accounts, made once: "account 0", ...
inline std::vector<std::string> account_keys(std::size_t accounts) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < accounts; ++i) keys.push_back("account " + std::to_string(i));
  return keys;
}

}  // namespace bench
