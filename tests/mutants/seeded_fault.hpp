// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>

/// For a copy of the library in which gate.py has sown faults: one of them at most is there in a
/// run.
namespace seeded {

/// How often the program and its children have come upon its fault; told at its end, whatever that
/// is.
class meetings {
 public:
  meetings() {
    count();
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
    std::printf("The fault was met %lu times.\n", count().load(std::memory_order_relaxed));
    std::fflush(stdout);
  }
  /// In memory that a child shares with its parent. Never given back: faults are met to the end.
  static std::atomic<unsigned long>& count() {
    static auto& shared =
        *new (mmap(nullptr, sizeof(std::atomic<unsigned long>), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0)) std::atomic<unsigned long>{0};
    return shared;
  }
};
inline const meetings met;

/// True in a run with TALLY_FAULT=number.
inline bool fault(int number) {
  static const int chosen = [] {
    const char* const given = std::getenv("TALLY_FAULT");
    return given ? std::atoi(given) : 0;
  }();
  if (number != chosen) return false;
  meetings::count().fetch_add(1, std::memory_order_relaxed);
  return true;
}

}  // namespace seeded
