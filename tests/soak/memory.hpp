// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/sanitizers.hpp>
#include <bench/resident.hpp>
#include <stm/reclaim.hpp>

#include <malloc.h>
#include <algorithm>
#include <cstdio>
#include <string>

namespace soak {

/// Watches the memory of the process between rounds, when every bank is closed and every thread of
/// it has ended.
///
/// What is left then, once all that was replaced is reclaimed, is what the libraries keep for use
/// again: for each slot, as many as there have ever been threads at once, 512 boxes of each type,
/// 4096 nodes of histories and buffers for the largest transaction, some 200 kB together. In a soak
/// that has run every kind of round this has come to its height. What passes the highest of that
/// time by the margin, of so many bytes, is a leak.
///
/// Counted is what malloc has given out; where a sanitizer has put another one in its place, what
/// the process has, and so what the other one cannot give back as well.
class memory {
 public:
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  static constexpr bool is_malloc_known =
      !actors::runtime::address_sanitizer && !actors::runtime::thread_sanitizer;
#else
  static constexpr bool is_malloc_known = false;
#endif

  explicit memory(double margin) : margin_{margin} {}

  void look(bool is_warm) {
    static_cast<void>(stm::reclaim());
    const double now = is_malloc_known ? given_out() : bench::resident_bytes();
    if (first_ == 0) first_ = now;
    last_ = now;
    highest_ = std::max(highest_, now);
    if (!is_warm) bound_ = highest_ + margin_;
  }
  /// Empty: all is well.
  [[nodiscard]] std::string complaint() const {
    if (last_ <= bound_) return {};
    return "memory has grown to " + megabytes(last_) + ", more than " + megabytes(bound_);
  }
  [[nodiscard]] std::string in_words() const {
    return megabytes(first_) + " first, " + megabytes(last_) + " last, " + megabytes(highest_) +
           " highest";
  }

 private:
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  static double given_out() {
    const auto now = mallinfo2();
    return static_cast<double>(now.uordblks) + static_cast<double>(now.hblkhd);
  }
#else
  static double given_out() {
    return 0;
  }
#endif
  static std::string megabytes(double bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", bytes / 1e6);
    return text;
  }

  double margin_;
  double first_ = 0;
  double last_ = 0;
  double highest_ = 0;
  double bound_ = 0;
};

}  // namespace soak
