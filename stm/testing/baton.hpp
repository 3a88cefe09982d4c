// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <condition_variable>
#include <mutex>

namespace stm::testing {

/// One thread waits for it, and another one gives it: what precedes give() is visible after the
/// await() that takes it.
///
/// Who waits sleeps at once. A semaphore that yields first, as libstdc++'s does, leaves whole time
/// slices to strangers on a busy machine.
class baton {
 public:
  /// Blocks until it is given.
  void await() {
    std::unique_lock<std::mutex> lock{mutex_};
    given_.wait(lock, [this] { return is_given_; });
    is_given_ = false;
  }
  /// Touches the baton also after await() has returned.
  void give() {
    {
      const std::lock_guard<std::mutex> lock{mutex_};
      is_given_ = true;
    }
    given_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable given_;
  bool is_given_ = false;  // guarded by mutex_
};

}  // namespace stm::testing
