// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/alternatives.hpp>

#include <type_traits>
#include <utility>

namespace stm {

/// A block made of blocks: runs the first; if that waits, by tx.retry() or tx.check(), takes back
/// what it has written and runs the second in its place, and so on. If all of them wait, so does
/// the whole, for a change of anything that any of them has read.
///
///     stm::atomically(stm::or_else(from_savings, from_credit))
///
/// Only a wait leads to the next block: an exception takes back what its block has written and ends
/// the whole. The blocks are copied or moved in, and take a transaction&, or all of them a
/// read_transaction&. Their results have a common type.
template <class First, class Second, class... More>
[[nodiscard]] auto or_else(First&& first, Second&& second, More&&... more) {
  return engine::alternatives<std::decay_t<First>, std::decay_t<Second>, std::decay_t<More>...>{
      {std::forward<First>(first), std::forward<Second>(second), std::forward<More>(more)...}};
}

}  // namespace stm
