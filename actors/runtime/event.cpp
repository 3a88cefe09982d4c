// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/event.hpp>

#include <exception>

namespace actors::runtime {
namespace {

using stm::engine::parker;

// Enough to meet an answer from another core; on one core they are lost time, so they stay few.
constexpr int spins = 100;

std::uintptr_t state_of(parker& p) {
  return reinterpret_cast<std::uintptr_t>(&p);
}

}  // namespace

void event::signal() {
  // Release: pairs with signalled(), the answer is visible before the signal.
  // Acquire: pairs with announce(), the plan of the parker is visible before its address.
  const state before = state_.exchange(signalled_state, std::memory_order_acq_rel);
  if (before > last_named_state) reinterpret_cast<parker*>(before)->unpark();
}

bool event::spin() const {
  for (int i = 0; i < spins; ++i) {
    if (signalled()) return true;
    stm::engine::pause();
  }
  return signalled();
}

/// empty -> the parker. False: it is signalled already.
bool event::announce(parker& own) {
  state expected = empty_state;
  // Release: pairs with the acquire in signal(). Acquire, also of the failure: pairs with its
  // release.
  return state_.compare_exchange(
      expected, state_of(own), std::memory_order_acq_rel, std::memory_order_acquire);
}

/// the parker -> abandoned. False: it is signalled already, and the unpark() is on its way.
bool event::abandon(parker& own) {
  state expected = state_of(own);
  // Release: pairs with the acquire in signal(), which finds nobody to wake. Acquire of the
  // failure: pairs with its release, the answer is there.
  return state_.compare_exchange(
      expected, abandoned_state, std::memory_order_acq_rel, std::memory_order_acquire);
}

void event::wait() {
  if (spin()) return;
  parker& own = parker::mine(parker::sleep::untimed);
  if (announce(own)) own.park();
}

bool event::wait_until(clock::time_point time) {
  if (spin()) return true;
  parker& own = parker::mine(parker::sleep::timed);
  if (!announce(own)) return true;
  std::exception_ptr interruption;
  try {
    if (own.park_until(time)) return true;
  } catch (...) {
    interruption = std::current_exception();
  }
  const bool answered = !abandon(own);
  if (answered) own.park();
  if (interruption) std::rethrow_exception(interruption);
  return answered;
}

}  // namespace actors::runtime
