// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/resident.hpp>

#include <algorithm>
#include <cstdio>
#include <string>

namespace soak {

/// Watches the memory of the process between rounds, when every bank is closed and every thread of
/// it has ended.
///
/// What is left then is what the libraries keep for use again: for each slot, as many as there have
/// ever been threads at once, 512 boxes of each type, 4096 nodes of histories and buffers for the
/// largest transaction, some 200 kB together; and what malloc cannot give back. In a soak that has
/// run every kind of round this has come to its height. What passes the highest of that time by
/// the margin, of so many bytes, is a leak.
class memory {
 public:
  explicit memory(double margin) : margin_{margin} {}

  void look(bool is_warm) {
    const double now = bench::resident_bytes();
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
