// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/own_thread.hpp>

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/alarm_clock.hpp>

#include <boost/thread/lock_guard.hpp>

namespace actors::runtime {

void own_thread::end() noexcept {
  const boost::this_thread::disable_interruption undisturbed;
  boost::lock_guard<mutex> lock{mutex_};
  if (thread_.joinable()) thread_.join();
}

void own_thread::start(actor_core& owned) {
  boost::lock_guard<mutex> lock{mutex_};
  thread_ = system_thread{[this, &owned] {
    while (!owned.serve()) {
      given_.wait();
      // The next signal comes from a claim after the release of this turn, and so after this.
      given_.reset();
    }
  }};
}

void own_thread::interrupt() noexcept {
  boost::lock_guard<mutex> lock{mutex_};
  if (thread_.joinable()) thread_.interrupt();
}

void own_thread::wake_at(actor_core& resting, clock::time_point time) {
  alarm_clock::of_process().set(resting, time);
}

void own_thread::cancel_wake_up(actor_core& resting) noexcept {
  alarm_clock::of_process().cancel(resting);
}

}  // namespace actors::runtime
