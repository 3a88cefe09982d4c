// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

namespace support {

/// A value whose copies, moves and assignments throw: the nth of them, when told so.
class fragile {
 public:
  struct broken {};

  explicit fragile(int initial) : value{initial} { ++alive_; }
  fragile(const fragile& other) : value{other.value} {
    wear();
    ++alive_;
  }
  fragile(fragile&& other) : value{other.value} {  // NOLINT: may throw
    wear();
    ++alive_;
  }
  fragile& operator=(const fragile& other) {
    wear();
    value = other.value;
    return *this;
  }
  fragile& operator=(fragile&& other) {  // NOLINT: may throw
    wear();
    value = other.value;
    return *this;
  }
  ~fragile() { --alive_; }

  int value;

  /// From now on this thread's nth operation throws; 0: none.
  static void break_at(int nth) { left_ = nth; }
  static int alive() { return alive_; }

 private:
  static void wear() {
    if (left_ != 0 && --left_ == 0) throw broken{};
  }

  static inline thread_local int left_ = 0;
  static inline std::atomic<int> alive_{0};
};

}  // namespace support
