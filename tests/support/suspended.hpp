// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifndef TALLY_SCHEDULE_HOOK
#error "only for programs whose engine is built with TALLY_SCHEDULE_HOOK"
#endif

#include <stm/engine/sync.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace support {

/// Work in a thread of its own that is suspended inside the engine: at the first schedule point
/// where `when` holds. The constructor returns when the thread stands there, the destructor when
/// it has gone on to its end. If it never comes there, it ends without having been suspended.
class suspended {
 public:
  suspended(std::function<bool()> when, std::function<void()> work)
      : when_{std::move(when)}, thread_{[this, work = std::move(work)] { run(work); }} {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return stands_ || ended_; });
  }
  ~suspended() { go_on(); }
  suspended(const suspended&) = delete;
  suspended& operator=(const suspended&) = delete;

  [[nodiscard]] bool stands() {
    const std::lock_guard lock{mutex_};
    return stands_;
  }
  /// Lets the thread go on, and waits for its end.
  void go_on() {
    {
      const std::lock_guard lock{mutex_};
      may_go_on_ = true;
      changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run(const std::function<void()>& work) {
    in_use = this;
    stm::engine::schedule_hook = at_schedule_point;
    work();
    stm::engine::schedule_hook = nullptr;
    const std::lock_guard lock{mutex_};
    stands_ = false;
    ended_ = true;
    changed_.notify_all();
  }
  static void at_schedule_point() {
    stm::engine::schedule_hook = nullptr;  // `when` may look at what the engine holds
    if (!in_use->when_()) {
      stm::engine::schedule_hook = at_schedule_point;
      return;
    }
    std::unique_lock lock{in_use->mutex_};
    in_use->stands_ = true;
    in_use->changed_.notify_all();
    in_use->changed_.wait(lock, [] { return in_use->may_go_on_; });
  }

  static inline thread_local suspended* in_use = nullptr;

  std::function<bool()> when_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stands_ = false;     // guarded by mutex_
  bool may_go_on_ = false;  // guarded by mutex_
  bool ended_ = false;      // guarded by mutex_
  std::thread thread_;      // last: it uses the others
};

}  // namespace support
