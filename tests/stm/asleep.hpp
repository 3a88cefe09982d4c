// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/version_word.hpp>
#include <stm/var.hpp>

#include <tests/support/deadline.hpp>

#include <boost/thread/thread.hpp>

#include <exception>
#include <thread>
#include <utility>

namespace support {

/// Blocks until a thread waits for a change of `v`, by tx.retry() or tx.check(): from here on it
/// sleeps, or is about to, and the next commit of `v` has to wake it. Of several variables that it
/// waits for, `v` is to be the one that it has read last.
template <class T>
void wait_for_sleeper_at(const stm::var<T>& v) {
  const deadline limit{"a thread falls asleep for a variable"};
  const auto& word = stm::engine::door::cell_of(v).word;
  while (!(word.load(std::memory_order_acquire) & stm::engine::waiters_bit))
    std::this_thread::yield();
}

/// Runs `work` in a boost::thread while it lives, which the end of it waits for.
class beside {
 public:
  template <class Work>
  explicit beside(Work work)
      : thread_{[this, work = std::move(work)]() mutable {
          try {
            work();
          } catch (...) {
            thrown_ = std::current_exception();
          }
        }} {}
  ~beside() {
    if (thread_.joinable()) thread_.join();
  }
  beside(const beside&) = delete;
  beside& operator=(const beside&) = delete;

  void interrupt() { thread_.interrupt(); }
  /// Waits for the end of the work, and throws what it has thrown.
  void join() {
    {
      const deadline limit{"a thread beside the test ends"};
      thread_.join();
    }
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 private:
  std::exception_ptr thrown_;
  boost::thread thread_;  // last: it uses the other
};

}  // namespace support
