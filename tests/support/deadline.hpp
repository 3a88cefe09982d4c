// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/sanitizers.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace support {

/// What is slow only because of a sanitizer does not hang, nor under valgrind, where TALLY_SLOWER
/// says how many times as long all may take.
inline int patience_factor() {
  const char* const given = std::getenv("TALLY_SLOWER");
  if (given) return std::atoi(given);
  return actors::runtime::thread_sanitizer || actors::runtime::address_sanitizer ? 5 : 1;
}

/// Ends the program with a message if it lives longer than it may: what hangs shall say so, and
/// where.
///
///   const support::deadline limit{"every call is answered"};
class deadline {
 public:
  explicit deadline(const char* what, std::chrono::seconds limit = std::chrono::seconds{120})
      : watch_{[=, this] { watch(what, limit * patience_factor()); }} {}
  ~deadline() {
    {
      const std::lock_guard lock{mutex_};
      met_ = true;
    }
    changed_.notify_one();
    watch_.join();
  }
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;

 private:
  void watch(const char* what, std::chrono::seconds limit) {
    std::unique_lock lock{mutex_};
    if (changed_.wait_for(lock, limit, [this] { return met_; })) return;
    std::fprintf(
        stderr, "not ended after %lld s: %s\n", static_cast<long long>(limit.count()), what);
    std::abort();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool met_ = false;   // guarded by mutex_
  std::thread watch_;  // last: it uses the others
};

/// Runs the body and returns true. One that does not end in time ends the program with a message.
template <class Body>
[[nodiscard]] bool terminates_within(std::chrono::seconds limit, const char* what, Body body) {
  const deadline watched{what, limit};
  body();
  return true;
}

}  // namespace support
