// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <thread>

namespace support {

/// Runs `work` in a thread of its own and waits for its end: called inside a block, what it commits
/// comes in between, for sure. Throws what `work` throws.
template <class Work>
void elsewhere(Work work) {
  std::exception_ptr thrown;
  std::thread other{[&] {
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
  }};
  other.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace support
