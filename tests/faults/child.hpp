// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string>

namespace faults {

/// What `work` returns in a copy of this process, which has to have one thread only. Where that
/// does not come to its end: how it ended. With AddressSanitizer also whether it has lost memory.
struct child {
  std::string told;
  std::string ended;  // empty: as it should
};
[[nodiscard]] child in_a_child(const std::function<std::string()>& work);

}  // namespace faults
