// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/event.hpp>

#include <actors/runtime/interruptible.hpp>
#include <actors/runtime/patience.hpp>
#include <actors/runtime/worker.hpp>

#include <algorithm>
#include <exception>
#include <new>

namespace actors::runtime {

using stm::engine::parker;

parker* event::signal_quietly(news what) {
  // Release: pairs with signalled() and heard(), the answer is visible before the signal.
  // Acquire: pairs with announce(), the plan of the parker is visible before its address.
  const state before = state_.exchange(state_of(what), std::memory_order_acq_rel);
  return before > last_named_state ? reinterpret_cast<parker*>(before) : nullptr;
}

/// What it was signalled with, once it was.
event::news event::heard() const {
  return static_cast<news>(
      state_.load(std::memory_order_acquire));  // Pairs with the release in signal_quietly().
}

bool event::spin(int most_looks) const {
  if (signalled()) return true;
  const int looks = std::min(own_patience.looks(), most_looks);
  for (int i = 0; i < looks; ++i) {
    stm::engine::pause();
    if (!signalled()) continue;
    own_patience.hit(i + 1);
    return true;
  }
  if (looks > 0) own_patience.missed();
  return false;
}

/// empty -> the parker. False: it is signalled already.
bool event::announce(parker& own) {
  state expected = empty_state;
  // Release: pairs with the acquire in signal_quietly(). Acquire, also of the failure: pairs with
  // its release.
  return state_.compare_exchange(expected, reinterpret_cast<state>(&own), std::memory_order_acq_rel,
                                 std::memory_order_acquire);
}

/// the parker -> abandoned. False: it is signalled already, and the unpark() is on its way.
bool event::abandon(parker& own) {
  state expected = reinterpret_cast<state>(&own);
  // Release: pairs with the acquire in signal_quietly(), which finds nobody to wake. Acquire of the
  // failure: pairs with its release, the answer is there.
  return state_.compare_exchange(
      expected, abandoned_state, std::memory_order_acq_rel, std::memory_order_acquire);
}

void event::sleep() noexcept {
  try {
    const parker::hold own{parker::sleep::untimed};
    if (announce(*own)) own->park();
  } catch (const std::bad_alloc&) {
    while (!signalled()) stm::engine::yield();
  }
}

event::news event::wait() noexcept {
  if (!spin(patience::longest)) {
    const worker::asleep replaced;
    sleep();
  }
  return heard();
}

void event::wait_idle() noexcept {
  if (!signalled()) sleep();
}

bool event::wait_until(clock::time_point time) {
  // Not for long: the time may come, or an interruption.
  return spin(patience::most) || wait_idle_until(time);
}

bool event::wait_idle_until(clock::time_point time) {
  if (signalled()) return true;
  const parker::hold own{parker::sleep::timed};
  if (!announce(*own)) return true;
  const worker::asleep replaced;
  std::exception_ptr interruption;
  try {
    const interruptible here{*own, interruptible::by::stop_now};
    if (own->park_until(time)) return true;
  } catch (...) {
    interruption = std::current_exception();
  }
  const bool answered = !abandon(*own);
  if (answered) own->park();
  if (interruption) std::rethrow_exception(interruption);
  return answered;
}

}  // namespace actors::runtime
