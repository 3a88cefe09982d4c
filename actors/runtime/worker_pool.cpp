// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/worker_pool.hpp>

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/alarm_clock.hpp>
#include <actors/runtime/limited.hpp>
#include <actors/runtime/patience.hpp>

#include <actors/errors.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>

#include <cstdio>
#include <exception>

namespace actors::runtime {
namespace {

// A worker goes on to the next actor after so many messages.
constexpr actor_core::turn one_turn{nullptr, 128, true};

// Between two looks at what those who bring actors write: each look takes the cache line from them.
constexpr int pauses_a_look = 4;

}  // namespace

worker_pool::worker_pool(int width, int spares) : width_{width}, spares_{spares} {
  boost::lock_guard<short_lock> lock{lock_};
  // One at least, so that there is always somebody to whom an actor can be given.
  threads_.emplace_back();
  threads_.back().handle = system_thread{[this] { work(threads_.front()); }};
  active_ = looking_ = 1;
}

worker_pool::~worker_pool() {
  // Acquire: pairs with the release in let_go(), what the last actor did comes before the end.
  if (const long left = actors_.load(std::memory_order_acquire); left != 0) {
    std::fprintf(stderr, "a pool was destroyed before %ld of its actors\n", left);
    std::terminate();
  }
  const boost::this_thread::disable_interruption undisturbed;
  {
    boost::lock_guard<short_lock> lock{lock_};
    closing_ = true;
    for (; asleep_; asleep_ = asleep_->next, ++looking_) asleep_->given.signal();
  }
  // No thread is added any more: nothing is ready.
  for (thread& each : threads_) each.handle.join();
}

executor& worker_pool::executor_for(const options& how) {
  const long actors = actors_.fetch_add(1, std::memory_order_relaxed) + 1;
  try {
    // Relaxed: the room only grows, and is used under the lock.
    if (actors > room_.load(std::memory_order_relaxed)) make_room(actors);
    return with_limit(*this, how);
  } catch (...) {
    let_go();
    throw;
  }
}

/// So many may be ready at a time.
void worker_pool::make_room(long actors) {
  boost::lock_guard<short_lock> lock{lock_};
  ready_.make_room(static_cast<std::size_t>(actors));
  room_.store(static_cast<long>(ready_.room()), std::memory_order_relaxed);
}

void worker_pool::let_go() noexcept {
  actors_.fetch_sub(1, std::memory_order_release);
}

int worker_pool::threads() const {
  boost::lock_guard<short_lock> lock{lock_};
  return static_cast<int>(threads_.size());
}

void worker_pool::start(actor_core& owned) {
  if (!owned.settle()) ready(owned);
}

void worker_pool::ready(actor_core& owned) noexcept {
  stm::engine::parker* woken = nullptr;
  {
    boost::lock_guard<short_lock> lock{lock_};
    ready_.push(owned);
    count_queued(1);
    woken = one_more();
  }
  // The pool may be gone; a parker never is.
  if (woken) woken->unpark();
}

/// lock_ is held.
actor_core* worker_pool::pop() noexcept {
  actor_core* const first = ready_.pop();
  if (first) count_queued(-1);
  return first;
}

/// lock_ is held: nobody else writes meanwhile.
void worker_pool::count_queued(int more) noexcept {
  // Relaxed: a hint for those who look around; the lock hands over.
  queued_.store(queued_.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

/// One more worker, if there is something to do and nobody who will see it: whom to wake for it, or
/// null. lock_ is held.
stm::engine::parker* worker_pool::one_more() noexcept {
  if (ready_.empty() || looking_ > 0 || active_ >= width_ || closing_) return nullptr;
  if (asleep_) {
    ++active_;
    ++looking_;
    thread& woken = *asleep_;
    asleep_ = woken.next;
    return woken.given.signal_quietly();
  }
  // Without a new thread, those at work come to it later.
  if (start_thread()) ++active_, ++looking_;
  return nullptr;
}

/// lock_ is held.
bool worker_pool::start_thread() noexcept {
  try {
    thread& fresh = threads_.emplace_back();
    try {
      fresh.handle = system_thread{[this, &fresh] { work(fresh); }};
      return true;
    } catch (...) {
      threads_.pop_back();
    }
  } catch (...) {
  }
  return false;
}

/// A worker's life; it begins active, and looking around.
void worker_pool::work(thread& self) {
  worker::set_here(this);
  boost::unique_lock<short_lock> lock{lock_};
  --looking_;
  while (!closing_) {
    run_ready(lock);
    if (looking_ == 0 && active_ <= width_ && !closing_) look_around(lock);
    if (ready_.empty() || active_ > width_) sleep(self, lock);
  }
}

void worker_pool::run_ready(boost::unique_lock<short_lock>& lock) {
  while (active_ <= width_) {
    actor_core* const next = pop();
    if (!next) return;
    stm::engine::parker* const woken = one_more();
    lock.unlock();
    if (woken) woken->unpark();
    next->serve(one_turn);
    lock.lock();
  }
}

/// Returns when there may be something to do, or has not been for a while.
void worker_pool::look_around(boost::unique_lock<short_lock>& lock) {
  const int looks = own_patience.looks();
  if (looks == 0) return;
  ++looking_;
  lock.unlock();
  int left = looks;
  while (left > 0 && queued_.load(std::memory_order_relaxed) == 0) {
    for (int i = 0; i < pauses_a_look; ++i) stm::engine::pause();
    left -= pauses_a_look;
  }
  if (left > 0) {
    own_patience.hit(looks - left);
  } else {
    own_patience.missed();
  }
  lock.lock();
  --looking_;
}

void worker_pool::sleep(thread& self, boost::unique_lock<short_lock>& lock) {
  if (closing_) return;
  --active_;
  self.next = asleep_;
  asleep_ = &self;
  lock.unlock();
  // Not by wait(): nobody replaces a worker that has nothing to do.
  self.given.wait_idle();
  // The next signal comes when it is among those asleep again, and so after this.
  self.given.reset();
  lock.lock();
  --looking_;
}

void worker_pool::leave() {
  boost::lock_guard<short_lock> lock{lock_};
  if (absent_ >= spares_) throw pool_exhausted{absent_};
  ++absent_;
}

void worker_pool::leave_at_once() noexcept {
  boost::lock_guard<short_lock> lock{lock_};
  ++absent_;
}

void worker_pool::come_back() noexcept {
  boost::lock_guard<short_lock> lock{lock_};
  --absent_;
}

void worker_pool::falls_asleep() noexcept {
  stm::engine::parker* woken = nullptr;
  {
    boost::lock_guard<short_lock> lock{lock_};
    --active_;
    woken = one_more();
  }
  if (woken) woken->unpark();
}

void worker_pool::wakes_up() noexcept {
  boost::lock_guard<short_lock> lock{lock_};
  ++active_;
}

void worker_pool::wake_at(actor_core& resting, clock::time_point time) {
  alarm_clock::of_process().set(resting, time);
}

void worker_pool::cancel_wake_up(actor_core& resting) noexcept {
  alarm_clock::of_process().cancel(resting);
}

}  // namespace actors::runtime
