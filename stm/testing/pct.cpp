// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/pct.hpp>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <string>

namespace stm::testing {

pct::pct(int depth, std::uint64_t seed) : depth_{depth}, dice_{seed} {
  if (depth < 1) throw std::invalid_argument{"pct: a depth of " + std::to_string(depth)};
}

void pct::begin(int count) {
  priorities_.resize(static_cast<std::size_t>(count));
  there_ = count;
  std::iota(priorities_.begin(), priorities_.end(), 1);
  std::shuffle(priorities_.begin(), priorities_.end(), dice_);
  changes_.clear();
  for (int i = 1; i < depth_; ++i) changes_.push_back(dice_() % longest_);
  steps_ = 0;
  lowest_ = 0;
}

/// One that was started since gets a place among the others, any one.
void pct::know(int thread) {
  const auto at = static_cast<std::size_t>(thread);
  if (at >= priorities_.size()) priorities_.resize(at + 1);
  if (priorities_[at] != 0) return;
  const int place = 1 + static_cast<int>(dice_() % static_cast<unsigned>(++there_));
  for (int& each : priorities_) each += each >= place;
  priorities_[at] = place;
}

int pct::next(threads ready, int last) {
  for (threads left = ready; left; left &= left - 1) know(std::countr_zero(left));
  if (last != nobody && std::find(changes_.begin(), changes_.end(), steps_) != changes_.end())
    priorities_[static_cast<std::size_t>(last)] = --lowest_;
  ++steps_;
  int first = std::countr_zero(ready);
  for (threads left = ready & (ready - 1); left; left &= left - 1)
    if (const int each = std::countr_zero(left); priority(each) > priority(first)) first = each;
  return first;
}

bool pct::end(std::size_t steps) {
  longest_ = std::max(longest_, steps);
  return true;
}

}  // namespace stm::testing
