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
  std::iota(priorities_.begin(), priorities_.end(), 1);
  std::shuffle(priorities_.begin(), priorities_.end(), dice_);
  changes_.clear();
  for (int i = 1; i < depth_; ++i) changes_.push_back(dice_() % longest_);
  steps_ = 0;
  lowest_ = 0;
}

int pct::next(threads ready, int last) {
  const auto of = [&](int thread) -> int& { return priorities_[static_cast<std::size_t>(thread)]; };
  if (last != nobody && std::find(changes_.begin(), changes_.end(), steps_) != changes_.end())
    of(last) = --lowest_;
  ++steps_;
  int first = std::countr_zero(ready);
  for (threads left = ready & (ready - 1); left; left &= left - 1)
    if (const int each = std::countr_zero(left); of(each) > of(first)) first = each;
  return first;
}

bool pct::end(std::size_t steps) {
  longest_ = std::max(longest_, steps);
  return true;
}

}  // namespace stm::testing
