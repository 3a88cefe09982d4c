// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/admission.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/serving.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/runtime/worker.hpp>

#include <boost/thread/lock_guard.hpp>

#include <memory>
#include <utility>

namespace actors::runtime {

/// One sender in the queue. Both hold it, the sender and the queue, as the sender may be
/// interrupted and be gone before the queue comes to it.
class admission::waiter {
 public:
  /// The queue shall hold it too; before it is appended.
  void share() { holders_.store(2, std::memory_order_relaxed); }
  void drop() noexcept {
    // Release: what this holder did comes before the destruction. Acquire: so does what the other
    // one did.
    if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) std::unique_ptr<waiter>{this};
  }
  /// queued -> admitted: it has a place now; or given up, by its sender: it wants none. One of them
  /// wins.
  [[nodiscard]] bool admit() { return leave_queue(state::admitted); }
  [[nodiscard]] bool give_up() { return leave_queue(state::given_up); }

  event admitted;
  waiter* next = nullptr;

 private:
  enum class state : unsigned char { queued, admitted, given_up };

  bool leave_queue(state to) {
    auto expected = state::queued;
    // Relaxed: it says who goes on; the event hands over what is to be seen.
    return state_.compare_exchange(
        expected, to, std::memory_order_relaxed, std::memory_order_relaxed);
  }

  stm::engine::atomic<state> state_{state::queued};
  stm::engine::atomic<unsigned char> holders_{1};
};

void admission::enter(const served_actor& actor, executor& by) {
  {
    boost::lock_guard<boost::mutex> lock{mutex_};
    if (take_place(nullptr)) return;
  }
  if (full_ == when_full::refuse || serving::innermost_is(actor)) throw mailbox_full{limit_};
  may_sleep_here();
  struct drop {
    void operator()(waiter* w) const noexcept { w->drop(); }
  };
  const std::unique_ptr<waiter, drop> self{std::make_unique<waiter>().release()};
  const wait_edge edge{actor, self->admitted};
  {
    boost::lock_guard<boost::mutex> lock{mutex_};
    if (take_place(self.get())) return;
  }
  try {
    // Never in vain: the time does not come.
    static_cast<void>(by.await_until(self->admitted, clock::time_point::max()));
  } catch (...) {
    if (!self->give_up()) leave();  // admitted meanwhile: the place is free again
    throw;
  }
}

/// A place without waiting, or else a place in the queue, if there is somebody to wait. mutex_ is
/// held.
bool admission::take_place(waiter* self) {
  if (open_) return true;
  if (inside_ < limit_ && !first_) return ++inside_, true;
  if (self) append(*self);
  return false;
}

void admission::append(waiter& last) noexcept {
  last.share();
  (last_ ? last_->next : first_) = &last;
  last_ = &last;
}

/// mutex_ is held.
admission::waiter* admission::take_first() noexcept {
  waiter* const first = first_;
  if (first && !(first_ = first->next)) last_ = nullptr;
  return first;
}

void admission::leave() noexcept {
  waiter* next = nullptr;
  bool has_place = false;
  do {
    if (next) next->drop();  // has given up
    boost::lock_guard<boost::mutex> lock{mutex_};
    next = take_first();
    has_place = next && next->admit();
    // Its place goes to the next one who waits.
    if (!next) --inside_;
  } while (next && !has_place);
  if (!next) return;
  next->admitted.signal();
  next->drop();
}

void admission::open() noexcept {
  for (;;) {
    waiter* next = nullptr;
    {
      boost::lock_guard<boost::mutex> lock{mutex_};
      open_ = true;
      next = take_first();
    }
    if (!next) return;
    if (next->admit()) next->admitted.signal();
    next->drop();
  }
}

std::size_t admission::inside() const {
  boost::lock_guard<boost::mutex> lock{mutex_};
  return inside_;
}

}  // namespace actors::runtime
