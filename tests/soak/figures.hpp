// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace soak {

/// What a soak adds up. For any number of threads.
struct figures {
  std::atomic<std::uint64_t> operations{0};
  std::atomic<std::uint64_t> faults{0};  // exceptions, failed allocations, interruptions, stops
  std::atomic<std::uint64_t> threads{0};
  std::atomic<std::uint64_t> rounds{0};
  std::atomic<std::uint64_t> lost{0};  // rounds whose books were wrong

  /// Prints what is wrong with a round, and remembers that something was; nothing if `what` is
  /// empty.
  void check(const std::string& round, const std::string& what);
};

}  // namespace soak
