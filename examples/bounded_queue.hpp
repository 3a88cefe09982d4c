// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <array>
#include <cstddef>

namespace examples {

/// Passes items on, first in, first out, and holds up to Size of them: who comes too early waits.
template <class T, std::size_t Size>
class bounded_queue {
  std::array<stm::var<T>, Size> items_;
  stm::var<std::size_t> pushed_, popped_;

 public:
  void push(T item) {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[pushed_] - *tx[popped_] < Size);
      tx[items_[*tx[pushed_] % Size]] = item;
      ++tx[pushed_];
    });
  }
  T pop() {
    return stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[popped_] != *tx[pushed_]);
      ++tx[popped_];
      return *tx[items_[(*tx[popped_] - 1) % Size]];
    });
  }
};

}  // namespace examples
