// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/real_time.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace opacity {

namespace {

using dated = std::vector<std::pair<moment, node>>;

dated sorted(const numbering& numbers, moment attempt::*when) {
  dated all;
  all.reserve(numbers.size());
  numbers.for_each([&](node n, const thread_history& thread, std::size_t number) {
    all.push_back({thread.attempts[number].*when, n});
  });
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

real_time::real_time(const numbering& numbers)
    : place_of_end_(numbers.size()), last_ended_(numbers.size(), no_node) {
  const dated begins = sorted(numbers, &attempt::begin);
  const dated ends = sorted(numbers, &attempt::end);
  for (const auto& each : begins) by_begin_.push_back(each.second);
  for (const auto& [end, n] : ends) {
    place_of_end_[n] = static_cast<node>(by_end_.size());
    by_end_.push_back(n);
  }
  // Two moments that are equal give no order.
  begun_before_.reserve(ends.size());
  node begun = 0;
  for (const auto& each : ends) {
    for (; begun < begins.size() && begins[begun].first <= each.first; ++begun)
      if (const auto ended = begun_before_.size(); ended != 0)
        last_ended_[begins[begun].second] = static_cast<node>(ended - 1);
    begun_before_.push_back(begun);
  }
  for (; begun < begins.size(); ++begun)
    last_ended_[begins[begun].second] = static_cast<node>(ends.size() - 1);
}

}  // namespace opacity
