// SPDX-License-Identifier: BSL-1.0
// error: a block may not return a reference
// The value that it refers to is replaced by the next commit.
#include <stm/stm.hpp>

#include <string>

int main() {
  stm::var<std::string> x{"text"};
  const std::string& seen =
      stm::atomically([&](stm::transaction& tx) -> const std::string& { return *tx[x]; });
  return static_cast<int>(seen.size());
}
