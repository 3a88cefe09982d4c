// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

namespace examples {

/// Lets so many in at a time, and the others wait.
class semaphore {
  stm::var<int> free_;

 public:
  explicit semaphore(int places) : free_{places} {}

  void acquire() {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[free_] > 0);
      --tx[free_];
    });
  }
  bool try_acquire() {
    const auto now = [&](stm::transaction&) { return acquire(), true; };
    const auto never = [](stm::transaction&) { return false; };
    return stm::atomically(stm::or_else(now, never));
  }
  void release() {
    stm::atomically([&](stm::transaction& tx) { ++tx[free_]; });
  }
};

}  // namespace examples
