// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sched.h>
#include <cerrno>
#include <cstddef>
#include <system_error>

namespace bench {

/// While it is there, the thread that made it and all threads that this thread starts share the
/// core that it is on. To be destroyed by the same thread. Throws std::system_error.
class one_core {
 public:
  one_core() {
    check(sched_getaffinity(0, sizeof before_, &before_));
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(static_cast<std::size_t>(sched_getcpu()), &here);
    check(sched_setaffinity(0, sizeof here, &here));
  }
  ~one_core() { sched_setaffinity(0, sizeof before_, &before_); }
  one_core(const one_core&) = delete;
  one_core& operator=(const one_core&) = delete;

 private:
  static void check(int outcome) {
    if (outcome != 0) throw std::system_error{errno, std::generic_category(), "one_core"};
  }

  cpu_set_t before_{};
};

}  // namespace bench
