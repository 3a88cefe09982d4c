// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <latch>
#include <thread>
#include <vector>

namespace support {

/// Holds each thread that comes to it until all have come.
class start_line {
 public:
  explicit start_line(int threads) : missing_{threads} {}
  /// Blocks until as many threads wait here as were announced.
  void wait() { missing_.arrive_and_wait(); }

 private:
  std::latch missing_;
};

/// Runs body(0) ... body(threads - 1), each in a thread of its own, all from one start line, and
/// waits for their ends. Throws what the first of them threw.
template <class Body>
void in_threads(int threads, Body body) {
  start_line line{threads};
  std::vector<std::exception_ptr> thrown(static_cast<std::size_t>(threads));
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      line.wait();
      try {
        body(i);
      } catch (...) {
        thrown[static_cast<std::size_t>(i)] = std::current_exception();
      }
    });
  }
  for (auto& each : running) each.join();
  for (auto& each : thrown) {
    if (each) std::rethrow_exception(each);
  }
}

}  // namespace support
