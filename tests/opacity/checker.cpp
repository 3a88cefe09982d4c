// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/checker.hpp>
#include <tests/opacity/core.hpp>
#include <tests/opacity/cycle.hpp>
#include <tests/opacity/cycle_text.hpp>
#include <tests/opacity/graph.hpp>

#include <algorithm>

namespace opacity {

namespace {

/// One more than the largest.
key count_keys(const history& all) {
  key end = 0;
  for (const thread_history& thread : all)
    for (const step& each : thread.steps) end = std::max(end, each.at + 1);
  return end;
}

}  // namespace

verdict check(const history& all) {
  verdict result;
  for (const thread_history& thread : all) {
    result.attempts += thread.attempts.size();
    result.failed += static_cast<std::size_t>(std::count_if(
        thread.attempts.begin(), thread.attempts.end(),
        [](const attempt& each) { return !each.is_committed; }));
  }
  const numbering numbers{all};
  faults found;
  const graph attempts{numbers, count_keys(all), found};
  result.reads = attempts.reads();
  result.faults = found.text();
  // With such faults it is not known who has replaced what.
  if (!found.empty()) return result;
  if (const auto core = core_of(attempts); !core.empty())
    result.faults = text_of(short_cycle(numbers, attempts, core), numbers);
  return result;
}

}  // namespace opacity
