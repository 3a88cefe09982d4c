// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/current.hpp>
#include <stm/engine/thread_slot.hpp>
#include <stm/reclaim.hpp>

#include <stdexcept>

namespace stm {

std::size_t reclaim() {
  // One that is set aside, by stm::outside, is none; but where it has its turn nothing else may.
  if (engine::current || engine::thread_slot::mine().has_turn)
    throw std::logic_error{"stm: reclaim() within a transaction"};
  return engine::thread_slot::reclaim();
}

}  // namespace stm
