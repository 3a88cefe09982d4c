// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace opacity {

/// What is wrong with a history, in words: the first few faults, and how many there are.
class faults {
 public:
  static constexpr std::size_t most_told = 8;

  /// Calls text() only for what will be told.
  template <class Text>
  void add(Text text) {
    if (++count_ <= most_told) told_.push_back(text());
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& each : told_) all += each + '\n';
    if (count_ > told_.size())
      all += "and " + std::to_string(count_ - told_.size()) + " more of these\n";
    return all;
  }

 private:
  std::vector<std::string> told_;
  std::size_t count_ = 0;
};

}  // namespace opacity
