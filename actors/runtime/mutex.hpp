// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <boost/thread/mutex.hpp>

#include <cstddef>
#include <new>

namespace actors::runtime {

/// A boost::mutex that may be held at a schedule point: a thread that is scheduled gives way until
/// it is free, as one that slept for it would take the turn of its holder along.
class mutex {
 public:
  mutex() = default;
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;

  void lock() {
    stm::engine::schedule_point(stm::engine::step::look);
    while (stm::engine::is_scheduled()) {
      if (held_.try_lock()) return;
      stm::engine::yield();
    }
    held_.lock();
  }
  void unlock() {
    held_.unlock();
    stm::engine::schedule_point(stm::engine::step::change);
  }

 private:
  boost::mutex held_;
};

/// The one mutex of the process that is named by `What`. Never destroyed, nor made too late: actors
/// may be global objects, and so begin before main() and end after it.
template <class What>
[[nodiscard]] mutex& mutex_of_process() noexcept {
  alignas(mutex) static std::byte place[sizeof(mutex)];
  static mutex& only = *new (place) mutex;
  return only;
}

}  // namespace actors::runtime
