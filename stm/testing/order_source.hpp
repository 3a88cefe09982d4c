// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace stm::testing {

/// Threads, by their numbers: a bit for each.
using threads = std::uint32_t;

/// Chooses who makes the next step, run after run.
class order_source {
 public:
  static constexpr int nobody = -1;

  virtual ~order_source() = default;

  /// A run of so many threads begins; those that they start come to be ready as well.
  virtual void begin(int count) = 0;
  /// One of `ready`, of whom there is at least one. `last` made the last step, or nobody; where it
  /// is not ready it waits, sleeps or has ended.
  virtual int next(threads ready, int last) = 0;
  /// The run has ended after so many steps. False: there is no other order.
  virtual bool end(std::size_t steps) = 0;
};

}  // namespace stm::testing
