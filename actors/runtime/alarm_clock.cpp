// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/alarm_clock.hpp>

#include <actors/runtime/system_thread.hpp>
#include <actors/runtime/wake_up.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace actors::runtime {
namespace {

constexpr std::chrono::seconds idle_time{10};  // of the thread, after which it ends

}  // namespace

alarm_clock::alarm_clock() = default;
alarm_clock::~alarm_clock() = default;

alarm_clock& alarm_clock::of_process() {
  static auto& one = *new alarm_clock;
  return one;
}

void alarm_clock::set(actor_core& resting, clock::time_point time) {
  boost::unique_lock<mutex> lock{mutex_};
  start_thread();
  const auto [known, is_new] = each_.try_emplace(&resting);
  try {
    if (is_new) known->second = alarms_.emplace(time, alarm{&resting, std::make_unique<wake_up>()});
  } catch (...) {
    each_.erase(known);
    throw;
  }
  if (!is_new) {
    auto moved = alarms_.extract(known->second);
    moved.key() = time;
    known->second = alarms_.insert(std::move(moved));
  }
  const bool is_first = known->second == alarms_.begin();
  lock.unlock();
  if (is_first) changed_.signal();
}

void alarm_clock::cancel(const actor_core& resting) noexcept {
  boost::unique_lock<mutex> lock{mutex_};
  const auto known = each_.find(&resting);
  if (known == each_.end()) return;
  alarms_.erase(known->second);
  each_.erase(known);
  const bool is_idle = alarms_.empty();
  lock.unlock();
  if (is_idle) changed_.signal();
}

/// mutex_ is held.
void alarm_clock::start_thread() {
  if (has_thread_) return;
  system_thread{[this] { run(); }}.detach();
  has_thread_ = true;
}

void alarm_clock::ring(clock::time_point now) noexcept {
  boost::lock_guard<mutex> lock{mutex_};
  ring_locked(now);
}

/// mutex_ is held, so that cancel() waits for what is sent.
void alarm_clock::ring_locked(clock::time_point now) noexcept {
  for (auto first = alarms_.begin(); first != alarms_.end() && first->first <= now;
       first = alarms_.erase(first)) {
    each_.erase(first->second.resting);
    wake_up::send(std::move(first->second.message), *first->second.resting);
  }
}

void alarm_clock::run() noexcept {
  clock::time_point now = clock::now();
  for (bool is_over = false;;) {
    boost::unique_lock<mutex> lock{mutex_};
    // A signal that is lost here is of a change that is seen below.
    changed_.reset();
    ring_locked(now);
    const bool is_idle = alarms_.empty();
    if (is_idle && is_over) {
      has_thread_ = false;
      return;
    }
    const clock::time_point next = is_idle ? now + idle_time : alarms_.begin()->first;
    lock.unlock();
    const bool is_late = sleep_until(next);
    // The time that has come, also where it is that of a schedule.
    now = is_late ? std::max(next, clock::now()) : clock::now();
    is_over = is_idle && is_late;
  }
}

/// False: something has changed before.
bool alarm_clock::sleep_until(clock::time_point next) noexcept {
  try {
    return !changed_.wait_idle_until(next);
  } catch (const std::bad_alloc&) {  // for a first sleep
    stm::engine::yield();
    return false;
  }
}

}  // namespace actors::runtime
