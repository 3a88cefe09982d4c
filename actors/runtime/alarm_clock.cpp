// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/alarm_clock.hpp>

#include <actors/runtime/wake_up.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/thread_only.hpp>

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
  boost::lock_guard<boost::mutex> lock{mutex_};
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
  boost::lock_guard<boost::mutex> lock{mutex_};
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
  if (has_thread_) return;
  boost::thread{[this] { run(); }}.detach();
  has_thread_ = true;
}

void alarm_clock::run() {
  // In steps, so that no time is too far away for the clock of Boost.
  constexpr clock::duration step = std::chrono::hours{1};
  boost::unique_lock<boost::mutex> lock{mutex_};
  for (;;) {
    const auto first = alarms_.begin();
    if (first == alarms_.end()) {
      changed_.wait(lock);
      continue;
    }
    const auto now = clock::now();
    if (first->first <= now) {
      // Sent under the mutex, so that cancel() waits for it.
      wake_up::send(std::move(first->second.message), *first->second.resting);
      alarms_.erase(alarms_.begin());
    } else {
      const auto left = first->first - now < step ? first->first - now : step;
      changed_.wait_for(lock, boost::chrono::nanoseconds{std::chrono::nanoseconds{left}.count()});
    }
  }
}

}  // namespace actors::runtime
