// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <malloc.h>
#include <unistd.h>
#include <fstream>

namespace bench {

/// How much memory this process has in use, as Linux counts it: in whole pages.
inline double resident_bytes() {
  // What was freed counts no more, and pages for what comes next are counted as they are used.
  malloc_trim(0);
  double program = 0, resident = 0;
  std::ifstream{"/proc/self/statm"} >> program >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace bench
