// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <cstddef>
#include <mutex>

namespace bench {

/// The same total as a plain object with a std::mutex.
class mutex_callee {
 public:
  static constexpr bank_facts facts{.name = "mutex", .kind = "locks"};
  explicit mutex_callee(std::size_t) {}

  long add(long by) {
    const std::lock_guard held{mutex_};
    return total_ += by;
  }
  long total() { return add(0); }

 private:
  alignas(apart) std::mutex mutex_;
  long total_ = 0;  // guarded by mutex_
};

}  // namespace bench
