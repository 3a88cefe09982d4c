// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <boost/thread/thread_only.hpp>

namespace actors::runtime {

/// A boost::thread that the schedule of a test takes in, if the thread that starts it is in one.
class system_thread {
 public:
  /// None.
  system_thread() = default;
  /// Throws boost::thread_resource_error.
  template <class Life>
  explicit system_thread(Life life) : system_thread{stm::engine::membership::of_newcomer(), life} {}

  /// Waits for its end.
  void join() {
    part_.await_end();
    handle_.join();
  }
  void detach() { handle_.detach(); }
  [[nodiscard]] bool joinable() const { return handle_.joinable(); }
  void interrupt() { handle_.interrupt(); }

 private:
  template <class Life>
  system_thread(const stm::engine::membership& part, Life life)
      : part_{part}, handle_{[part, life] {
          part.begin();
          life();
        }} {
    part_.started();
  }

  [[no_unique_address]] stm::engine::membership part_{};
  boost::thread handle_;
};

}  // namespace actors::runtime
