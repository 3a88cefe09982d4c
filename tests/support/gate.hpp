// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/mutex.hpp>

namespace support {

/// Holds whoever comes until it is opened, and tells that somebody has come. Passing it is an
/// interruption point.
class gate {
 public:
  /// Blocks until the gate is open.
  void pass() {
    boost::unique_lock<boost::mutex> lock{mutex_};
    ++came_;
    changed_.notify_all();
    while (!open_) changed_.wait(lock);
  }
  void open() {
    boost::unique_lock<boost::mutex> lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  /// Blocks until so many have come.
  void wait_for(int many = 1) {
    boost::unique_lock<boost::mutex> lock{mutex_};
    while (came_ < many) changed_.wait(lock);
  }

 private:
  boost::mutex mutex_;
  boost::condition_variable changed_;
  int came_ = 0;       // guarded by mutex_
  bool open_ = false;  // guarded by mutex_
};

}  // namespace support
