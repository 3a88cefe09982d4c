// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <limits>

namespace stm {

/// How long to go on trying when other threads are in the way: for ever, unless told otherwise.
///
///     stm::atomically({.max_tries = 50, .timeout = 5ms}, block);
struct retry_policy {
  static constexpr int unlimited = std::numeric_limits<int>::max();
  static constexpr std::chrono::nanoseconds forever = std::chrono::nanoseconds::max();

  int max_tries = unlimited;                   ///< exactly so many attempts; 1 or more
  std::chrono::nanoseconds timeout = forever;  ///< on the steady clock; 0 or more: at least 1 try
  const char* name = nullptr;  ///< what conflicts() calls the block; lasts as long as the process
};

}  // namespace stm
