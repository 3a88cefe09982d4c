// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/core.hpp>

#include <cstdint>

namespace opacity {

namespace {

constexpr std::uint32_t gone = ~std::uint32_t{0};

/// Takes out what nothing is left before. before_each(n, f) and after_each(n, f) call f with the
/// nodes before and after n.
template <class Before, class After>
void take_out(std::vector<std::uint32_t>& left, Before before_each, After after_each) {
  std::vector<node> ready;
  for (node n = 0; n < left.size(); ++n) {
    if (left[n] == gone) continue;
    left[n] = 0;
    before_each(n, [&](node other) { left[n] += left[other] != gone; });
  }
  for (node n = 0; n < left.size(); ++n)
    if (left[n] == 0) ready.push_back(n);
  while (!ready.empty()) {
    const node n = ready.back();
    ready.pop_back();
    left[n] = gone;
    after_each(n, [&](node other) {
      if (left[other] != gone && --left[other] == 0) ready.push_back(other);
    });
  }
}

}  // namespace

std::vector<node> core_of(const graph& all) {
  const auto successors = [&](node n, auto visit) { all.for_each_successor(n, visit); };
  const auto predecessors = [&](node n, auto visit) { all.for_each_predecessor(n, visit); };
  std::vector<std::uint32_t> left(all.nodes());
  take_out(left, predecessors, successors);
  take_out(left, successors, predecessors);
  std::vector<node> core;
  for (node n = 0; n < all.attempts(); ++n)
    if (left[n] != gone) core.push_back(n);
  return core;
}

}  // namespace opacity
