// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/admission.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/serving.hpp>
#include <actors/runtime/wait_edge.hpp>

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
  [[nodiscard]] bool has_given_up() const {
    return state_.load(std::memory_order_relaxed) == state::given_up;
  }

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

bool admission::enter_now() {
  boost::lock_guard<mutex> lock{mutex_};
  return take_place(nullptr);
}

void admission::enter_past_limit() {
  boost::lock_guard<mutex> lock{mutex_};
  ++inside_;
}

void admission::enter(const served_actor& actor, executor& by, clock::time_point until) {
  if (enter_now()) return;
  sender self{*this, actor, by, until};
  try {
    if (!self.wait_until(until)) throw call_timed_out{};
  } catch (...) {
    self.give_up();
    throw;
  }
}

void admission::sender::drop::operator()(waiter* w) const noexcept {
  w->drop();
}

admission::sender::hold admission::sender::checked(const served_actor& actor) const {
  if (door_.full_ == when_full::refuse || serving::innermost_is(actor))
    throw mailbox_full{door_.limit_};
  return hold{std::make_unique<waiter>().release()};
}

admission::sender::sender(admission& door, const served_actor& actor, executor& by,
                          clock::time_point until)
    : door_{door},
      how_{by},
      self_{checked(actor)},
      edge_{actor, self_->admitted,
            until == clock::time_point::max() ? wait_edge::ends::if_interrupted
                                              : wait_edge::ends::in_time} {
  boost::lock_guard<mutex> lock{door_.mutex_};
  if (door_.take_place(self_.get()) && self_->admit()) self_->admitted.signal();
}

admission::sender::~sender() = default;

bool admission::sender::wait_until(clock::time_point time) {
  return how_.wait_until(self_->admitted, time);
}

void admission::sender::give_up() noexcept {
  if (!self_->give_up()) door_.leave();  // admitted meanwhile: the place is free again
}

void admission::sender::dismiss() noexcept {
  if (self_->give_up()) {
    self_->admitted.signal();
  } else {
    door_.leave();
  }
}

/// A place without waiting, or else a place in the queue, if there is somebody to wait; those who
/// have given up leave none behind then. mutex_ is held.
bool admission::take_place(waiter* self) {
  if (open_ || (inside_ < limit_ && !first_)) return ++inside_, true;
  if (self) {
    drop_those_given_up();
    append(*self);
  }
  return false;
}

void admission::drop_those_given_up() noexcept {
  waiter** link = &first_;
  last_ = nullptr;
  while (waiter* const each = *link) {
    if (each->has_given_up()) {
      *link = each->next;
      each->drop();
    } else {
      last_ = each;
      link = &each->next;
    }
  }
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
    boost::lock_guard<mutex> lock{mutex_};
    // One past the limit leaves no place behind.
    next = inside_ > limit_ ? nullptr : take_first();
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
    bool has_place = false;
    {
      boost::lock_guard<mutex> lock{mutex_};
      open_ = true;
      next = take_first();
      has_place = next && next->admit();
      if (has_place) ++inside_;
    }
    if (!next) return;
    if (has_place) next->admitted.signal();
    next->drop();
  }
}

std::size_t admission::inside() const {
  boost::lock_guard<mutex> lock{mutex_};
  return inside_;
}

}  // namespace actors::runtime
