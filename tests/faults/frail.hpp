// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/faults/fault.hpp>

#include <atomic>
#include <cstddef>
#include <ostream>

namespace faults {

/// A number whose copies, moves and assignments are points of failure, and which counts how many of
/// it there are.
template <kind What>
class frail_number {
 public:
  explicit frail_number(int initial) : value{initial} { ++alive_; }
  frail_number(const frail_number& other) : value{(point(What), other.value)} { ++alive_; }
  frail_number(frail_number&& other) : value{(point(What), other.value)} {  // NOLINT: may throw
    ++alive_;
  }
  frail_number& operator=(const frail_number& other) {
    point(What);
    value = other.value;
    return *this;
  }
  frail_number& operator=(frail_number&& other) {  // NOLINT: may throw
    point(What);
    value = other.value;
    return *this;
  }
  ~frail_number() { --alive_; }

  friend bool operator==(const frail_number& a, const frail_number& b) {
    point(What);
    return a.value == b.value;
  }
  friend std::ostream& operator<<(std::ostream& out, const frail_number& n) {
    return out << n.value;
  }

  int value;

  static int alive() { return alive_; }

 private:
  static inline std::atomic<int> alive_{0};
};

using frail = frail_number<kind::value>;
using frail_key = frail_number<kind::key>;

struct frail_hash {
  std::size_t operator()(const frail_key& key) const {
    point(kind::key);
    return static_cast<std::size_t>(key.value);
  }
};

}  // namespace faults
