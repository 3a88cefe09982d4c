// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/alarm_clock.hpp>

#include <actors/runtime/wake_up.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/thread_only.hpp>

#include <algorithm>
#include <utility>

namespace actors::runtime {

alarm_clock::alarm_clock() = default;
alarm_clock::~alarm_clock() = default;

alarm_clock& alarm_clock::of_process() {
  static auto& one = *new alarm_clock;
  return one;
}

void alarm_clock::set(actor_core& resting, clock::time_point time) {
  alarm fresh{&resting, std::make_unique<wake_up>()};
  boost::lock_guard<mutex> lock{mutex_};
  start_thread();
  const auto place = alarms_.emplace(time, alarm{&resting, nullptr});
  // Nothing throws from here on.
  for (auto each = alarms_.begin(); each != alarms_.end(); ++each) {
    if (each == place || each->second.resting != &resting) continue;
    alarms_.erase(each);
    break;
  }
  place->second = std::move(fresh);
  if (place == alarms_.begin()) changed_.notify_one();
}

void alarm_clock::cancel(const actor_core& resting) noexcept {
  boost::lock_guard<mutex> lock{mutex_};
  forget(resting);
}

void alarm_clock::forget(const actor_core& resting) noexcept {
  for (auto each = alarms_.begin(); each != alarms_.end(); ++each) {
    if (each->second.resting == &resting) {
      alarms_.erase(each);
      return;
    }
  }
}

/// mutex_ is held.
void alarm_clock::start_thread() {
  if (has_thread_ || stm::engine::is_scheduled()) return;
  boost::thread{[this] { run(); }}.detach();
  has_thread_ = true;
}

void alarm_clock::ring(clock::time_point now) noexcept {
  boost::lock_guard<mutex> lock{mutex_};
  ring_locked(now);
}

/// mutex_ is held, so that cancel() waits for what is sent.
void alarm_clock::ring_locked(clock::time_point now) noexcept {
  for (auto first = alarms_.begin(); first != alarms_.end() && first->first <= now;
       first = alarms_.erase(first))
    wake_up::send(std::move(first->second.message), *first->second.resting);
}

void alarm_clock::run() {
  // In steps, so that no time is too far away for the clock of Boost.
  constexpr clock::duration step = std::chrono::hours{1};
  boost::unique_lock<mutex> lock{mutex_};
  for (;;) {
    ring_locked(clock::now());
    if (alarms_.empty()) {
      changed_.wait(lock);
    } else {
      const clock::duration left = std::min(alarms_.begin()->first - clock::now(), step);
      changed_.wait_for(lock, boost::chrono::nanoseconds{std::chrono::nanoseconds{left}.count()});
    }
  }
}

}  // namespace actors::runtime
