// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

namespace support {

/// A value that counts how many of it there are, and how often one was copied. Each test resets the
/// counts first.
class counted {
 public:
  explicit counted(int initial = 0) : value{initial} { ++alive_; }
  counted(const counted& other) : value{other.value} {
    ++alive_;
    ++copies_;
  }
  counted(counted&& other) noexcept : value{other.value} { ++alive_; }
  counted& operator=(const counted& other) {
    value = other.value;
    ++copies_;
    return *this;
  }
  counted& operator=(counted&& other) noexcept {
    value = other.value;
    return *this;
  }
  ~counted() { --alive_; }

  int value;

  static int alive() { return alive_; }
  static int copies() { return copies_; }
  static void reset() { alive_ = copies_ = 0; }

 private:
  static inline std::atomic<int> alive_{0};
  static inline std::atomic<int> copies_{0};
};

}  // namespace support
