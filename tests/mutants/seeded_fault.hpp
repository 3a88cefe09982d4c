// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

/// For a copy of the library in which gate.py has sown faults: one of them at most is there in a
/// run.
namespace seeded {

/// How often the program has come upon its fault; told at its end, whatever that is.
class meetings {
 public:
  meetings() {
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
      std::signal(signal, [](int by) {
        tell();
        std::signal(by, SIG_DFL);
        std::raise(by);
      });
  }
  ~meetings() { tell(); }
  meetings(const meetings&) = delete;
  meetings& operator=(const meetings&) = delete;

  static void tell() {
    std::printf("The fault was met %lu times.\n", count.load(std::memory_order_relaxed));
    std::fflush(stdout);
  }

  static inline std::atomic<unsigned long> count{0};
};
inline const meetings met;

/// True in a run with TALLY_FAULT=number.
inline bool fault(int number) {
  static const int chosen = [] {
    const char* const given = std::getenv("TALLY_FAULT");
    return given ? std::atoi(given) : 0;
  }();
  if (number != chosen) return false;
  meetings::count.fetch_add(1, std::memory_order_relaxed);
  return true;
}

}  // namespace seeded
