// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

namespace examples {

/// Holds whoever comes until it has been counted down to zero.
class latch {
  stm::var<int> missing_;

 public:
  explicit latch(int many) : missing_{many} {}

  void count_down() {
    stm::atomically([&](stm::transaction& tx) { --tx[missing_]; });
  }
  void wait() const {
    stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[missing_] == 0); });
  }
};

}  // namespace examples
