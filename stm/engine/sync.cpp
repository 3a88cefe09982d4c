// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/sync.hpp>

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/exceptions.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread_only.hpp>

#include <thread>
#include <utility>

namespace stm::engine {

#ifdef TALLY_SCHEDULE_HOOK
const char needs_tally_stm_testing = 0;
#else
const char needs_tally_stm = 0;
#endif

namespace {

using clock = std::chrono::steady_clock;

#ifdef TALLY_SCHEDULE_HOOK
/// Whether the schedule of a test has seen to this sleep. It is over then: the thread may have been
/// woken, or the time may have come, or neither.
bool sleeps_by_schedule(clock::time_point until = clock::time_point::max()) {
  coming_sleep = {.until = until};
  schedule_point(step::sleep);
  return coming_sleep.is_over;
}
bool is_late_by_schedule() {
  return coming_sleep.is_late;
}
#else
constexpr bool sleeps_by_schedule(clock::time_point = {}) {
  return false;
}
constexpr bool is_late_by_schedule() {
  return false;
}
#endif

}  // namespace

void yield() {
  schedule_point(step::give_way);
  std::this_thread::yield();
}

/// Boost's condition variable, so that a time-out and an interruption reach the sleeper.
struct parker::bell {
  boost::mutex mutex;
  boost::condition_variable rung;
  bool given = false;        // guarded by mutex
  bool interrupted = false;  // guarded by mutex

  /// Sleeps for a while, at most until the time has come: false.
  bool sleep(boost::unique_lock<boost::mutex>& lock, clock::time_point until) {
    // So that no time is too far away for the clock of Boost.
    constexpr clock::duration longest = std::chrono::hours{1};
    if (is_scheduled()) {
      lock.unlock();
      const bool slept = sleeps_by_schedule(until);
      lock.lock();
      if (given || interrupted) return true;
      if (slept) return !is_late_by_schedule();
    }
    const auto now = clock::now();
    if (now >= until) return false;
    const std::chrono::nanoseconds left = until - now < longest ? until - now : longest;
    rung.wait_for(lock, boost::chrono::nanoseconds{left.count()});
    return true;
  }
  void ring(bool& why) {
    schedule_point(step::change);
    boost::lock_guard<boost::mutex> lock{mutex};
    why = true;
    rung.notify_one();
  }
};

/// The parkers of ended threads. Never destroyed: threads may end after main() has returned.
struct parker::free_list {
  boost::mutex mutex;
  parker* first = nullptr;  // guarded by mutex

  static free_list& all() {
    static auto& list = *new free_list;
    return list;
  }
  parker* take() {
    boost::lock_guard<boost::mutex> lock{mutex};
    if (!first) return new parker;
    return std::exchange(first, first->next_free_);
  }
  void give(parker* free) {
    boost::lock_guard<boost::mutex> lock{mutex};
    free->next_free_ = std::exchange(first, free);
  }
};

/// A thread's hold on its parker, until the thread ends.
class parker::lease {
 public:
  static inline constinit thread_local parker* held = nullptr;  // null: none yet, or none any more

  lease() { held = free_list::all().take(); }
  ~lease() { free_list::all().give(std::exchange(held, nullptr)); }
  lease(const lease&) = delete;
  lease& operator=(const lease&) = delete;
};

parker::parker() : bell_{new bell} {}

parker::hold::hold(sleep planned) {
  static thread_local const lease own;
  // The destructor of a thread_local object may sleep after the lease has ended: it borrows one.
  is_lent_ = !lease::held;
  held_ = is_lent_ ? free_list::all().take() : lease::held;
  held_->planned_ = planned;
}

parker::hold::~hold() {
  if (is_lent_) free_list::all().give(held_);
}

void parker::park() {
  if (planned_ == sleep::untimed) {
    // Acquire: pairs with the exchange in unpark(), what precedes it is visible to the sleeper.
    while (token_.exchange(0, std::memory_order_acquire) == 0)
      if (!is_scheduled() || !sleeps_by_schedule()) token_.wait(0, std::memory_order_relaxed);
    return;
  }
  boost::this_thread::disable_interruption undisturbed;
  boost::unique_lock<boost::mutex> lock{bell_->mutex};
  while (!bell_->given) bell_->sleep(lock, clock::time_point::max());
  bell_->given = false;
}

bool parker::park_until(clock::time_point time) {
  schedule_point(step::look);
  boost::unique_lock<boost::mutex> lock{bell_->mutex};
  while (!bell_->given) {
    if (std::exchange(bell_->interrupted, false)) throw boost::thread_interrupted{};
    if (!bell_->sleep(lock, time)) return false;
  }
  bell_->given = false;
  return true;
}

void parker::unpark() {
  if (planned_ == sleep::untimed) {
    // Release: pairs with the acquire in park(). Sequentially consistent, because notify_one() then
    // asks whether anybody waits: a release alone would let that question overtake the token, and
    // the sleeper be missed.
    token_.exchange(1, std::memory_order_seq_cst);
    token_.notify_one();
  } else {
    bell_->ring(bell_->given);
  }
  schedule_point(step::wake);
}

void parker::interrupt() {
  bell_->ring(bell_->interrupted);
  schedule_point(step::wake);
}

void parker::forget_interruption() {
  schedule_point(step::change);
  boost::lock_guard<boost::mutex> lock{bell_->mutex};
  bell_->interrupted = false;
}

namespace {

constinit atomic<sleep_watcher*> watcher{nullptr};

}  // namespace

void sleep_watcher::watch(sleep_watcher& all) {
  // Relaxed guess: it is set once, and then only read.
  if (watcher.load(std::memory_order_relaxed) == &all) return;
  // Release: pairs with the acquire in scope.
  watcher.store(&all, std::memory_order_release);
}

sleep_watcher::scope::scope(parker& sleeper)
    : told_{watcher.load(std::memory_order_acquire)} {  // Pairs with the release in watch().
  if (told_) told_->before_sleep(sleeper);
}

sleep_watcher::scope::~scope() {
  if (told_) told_->after_sleep();
}

}  // namespace stm::engine
