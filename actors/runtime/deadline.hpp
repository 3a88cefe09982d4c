// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace actors::runtime {

using clock = std::chrono::steady_clock;

/// The time that lies `wait` after `now`, or the last time there is where that would be later
/// still; `now` for what is no number.
inline clock::time_point deadline_after(clock::time_point now,
                                        std::chrono::duration<long double> wait) {
  if (wait >= clock::time_point::max() - now) return clock::time_point::max();
  if (!(wait > clock::duration::zero())) return now;
  return now + std::chrono::duration_cast<clock::duration>(wait);
}

}  // namespace actors::runtime
