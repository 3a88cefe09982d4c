// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifdef __linux__
#include <sched.h>
#endif

namespace stm::testing {

/// While it lives the calling thread stays on the core it is on, and so do the threads that it
/// starts. Where one of them runs at a time, handing on to another core costs three times as much.
///
/// Elsewhere than on Linux, or where that is not permitted, it does nothing.
class one_core {
 public:
  one_core(const one_core&) = delete;
  one_core& operator=(const one_core&) = delete;
#ifdef __linux__
  one_core() {
    const int here = sched_getcpu();
    if (here < 0 || sched_getaffinity(0, sizeof before_, &before_) != 0) return;
    cpu_set_t alone;
    CPU_ZERO(&alone);
    CPU_SET(static_cast<unsigned>(here), &alone);
    stays_ = sched_setaffinity(0, sizeof alone, &alone) == 0;
  }
  ~one_core() {
    if (stays_) sched_setaffinity(0, sizeof before_, &before_);
  }

 private:
  cpu_set_t before_{};
  bool stays_ = false;
#else
  one_core() = default;
#endif
};

}  // namespace stm::testing
