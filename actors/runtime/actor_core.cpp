// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/actor_core.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/admission.hpp>
#include <actors/runtime/interruptible.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/runtime/worker.hpp>
#include <stm/outside.hpp>

#include <boost/thread/thread_only.hpp>

#include <stdexcept>

namespace actors::runtime {
namespace {

// What a caller does for others once its own call is answered: without it each hand-over would be
// a wake-up. A thread inside a handler does nothing for others: what they call might be the very
// actor it serves. Nor does one on which an exception is under way.
constexpr int help_after_own = 16;
actor_core::turn turn_of_caller(const message* own) {
  const bool may_help = !serving::here() && std::uncaught_exceptions() == 0;
  return {own, may_help ? help_after_own : 0, may_help};
}

bool is_limited(const message& m) {
  return m.what < message::kind::notice;
}

/// Not one from the runtime itself, nor a call that was taken back.
bool is_to_be_handled(const message& m) {
  return m.what < message::kind::call ||
         (m.what == message::kind::call && static_cast<const shared_slot&>(m).is_queued());
}

// How far to look for a caller to hand the actor to.
constexpr int asks_looked_for = 32;

}  // namespace

void actor_core::serve_by(executor& by, serving_kind kind, hooks own) {
  watch_waiting_transactions();
  executor_ = &by;
  // After a call in place nobody would see to process().
  fixed_.on_callers = kind.on_callers && !own.process;
  fixed_.limited = kind.limited;
  fixed_.has_start = own.start;
  fixed_.has_process = own.process;
  // What process() has left behind is destroyed at the end: that is work as well.
  fixed_.has_stop = own.stop || own.process;
  fixed_.has_thread = kind.has_thread;
  if (!own.process) never_process();
  if (fixed_.limited) count_queued();
}

/// What its constructor has sent itself, or done to it, when the mailbox had no limit yet.
void actor_core::count_queued() {
  for (const message* m = mailbox_.newest(); m; m = m->next) {
    if (is_limited(*m)) executor_->limit()->enter_past_limit();
  }
  if (mailbox_.refusing()) executor_->limit()->open();
}

void actor_core::begin() {
  auto expected = phase::fresh;
  if (!phase_.compare_exchange(
          expected, phase::started, std::memory_order_relaxed, std::memory_order_relaxed)) {
    throw std::logic_error{stopping() ? "an actor that has been stopped cannot be started again"
                                      : "an actor is started once, and this one has been"};
  }
  try {
    executor_->start(*this);
  } catch (...) {
    mailbox_.stop_now();
    close();
    throw;
  }
}

bool actor_core::settle() {
  if (fixed_.has_start || now_.process == process_state::due) return false;
  now_.start_is_over = true;
  return mailbox_.release();
}

bool actor_core::send_shared(shared_slot& m, clock::time_point until) {
  m.share();
  try {
    if (fixed_.limited) enter(m, until);
    if (deliver_entered(m)) return true;
  } catch (...) {
    m.drop();
    throw;
  }
  m.drop();
  return false;
}

answer_wait actor_core::waits() const {
  if (!executor_) throw call_cycle{"an actor waits for itself while it is being constructed"};
  return answer_wait{*executor_};
}

bool actor_core::send_and_wait(asking& m) {
  const answer_wait answer = waits();
  wait_edge edge{*this, m.answered, wait_edge::ends::unsent};
  const worker::absence waiting;
  if (fixed_.limited) enter(m);
  switch (mailbox_.push(m)) {
    case mailbox::pushed::refused:
      if (fixed_.limited) leave(m);
      return false;
    case mailbox::pushed::claimed:
      edge.sent();
      if (may_serve_here()) return serve_up_to(m), true;
      executor_->ready(*this);
      break;
    case mailbox::pushed::queued:
      edge.sent();
      break;
  }
  if (answer.wait(m.answered) == event::news::serve) serve_up_to(m);
  return true;
}

void actor_core::enter(const message& m, clock::time_point until) {
  if (is_limited(m)) {
    executor_->check_sender();
    executor_->limit()->enter(*this, *executor_, until);
  }
}

/// A place for one message, where that needs no wait.
bool actor_core::enter_now() {
  if (!fixed_.limited) return true;
  executor_->check_sender();
  return executor_->limit()->enter_now();
}

void actor_core::enter_past_limit(const message& m) {
  if (is_limited(m)) {
    executor_->check_sender();
    executor_->limit()->enter_past_limit();
  }
}

void actor_core::leave(const message& m) noexcept {
  if (is_limited(m)) executor_->limit()->leave();
}

std::optional<std::size_t> actor_core::depth() const {
  if (!fixed_.limited) return {};
  return executor_->limit()->inside();
}

bool actor_core::serve(turn t) {
  const serving here{*this};
  const stm::outside no_transaction;
  start_once();
  for (;;) {
    if (mailbox_.closing()) return close_in(t);
    if (!t.own && t.more <= 0) return hand_over(t);
    if (!ready_) {
      const auto taken = mailbox_.take();
      ready_ = taken.oldest;
      if (!ready_) {
        if (taken.refusing) return close_in(t);
        if (process_is_due()) {
          process_once();
          --t.more;
        } else if (mailbox_.release()) {
          return false;
        }
        continue;
      }
    }
    message& m = *pop();
    const bool was_own = &m == t.own;
    handle(m);
    if (was_own) {
      t.own = nullptr;
    } else if (!t.own) {
      --t.more;
    }
    if (!ready_ && process_is_due() && !mailbox_.closing()) process_once();
  }
}

/// Of a caller whose own call has been answered in place, while more has come.
void actor_core::serve_on() noexcept {
  if (std::uncaught_exceptions() > 0) {
    // No place for what others sent: it would run while an exception is under way.
    executor_->ready(*this);
    return;
  }
  // An interruption of this thread is not meant for what others sent.
  const boost::this_thread::disable_interruption undisturbed;
  serve(turn_of_caller(nullptr));
}

/// Of a caller who waits for its own message and was handed the actor.
void actor_core::serve_up_to(const message& own) noexcept {
  const boost::this_thread::disable_interruption undisturbed;
  serve(turn_of_caller(&own));
}

/// owned, something to do -> another thread's: that of the next caller who waits, or one that the
/// executor brings. True: it has closed instead.
bool actor_core::hand_over(turn t) noexcept {
  while (!ready_ && now_.process != process_state::due) {
    if (mailbox_.release()) return false;
    if (mailbox_.closing()) return close_in(t);
    const auto taken = mailbox_.take();
    ready_ = taken.oldest;
    if (!ready_ && taken.refusing) return close_in(t);
  }
  if (fixed_.on_callers) {
    message* m = ready_;
    for (int i = 0; m && i < asks_looked_for; ++i, m = m->next) {
      if (m->what != message::kind::ask) continue;
      static_cast<asking*>(m)->answered.signal(event::news::serve);
      return false;
    }
  }
  executor_->ready(*this);
  return false;
}

/// owned, told to stop -> closed: true; or another thread's, if its end is not for this one. Who
/// still waits for a message of its own has it answered by that end.
bool actor_core::close_in(turn t) noexcept {
  if (!t.own && !t.may_end && (fixed_.has_stop || ready_ || waiting_for_end())) {
    executor_->ready(*this);
    return false;
  }
  close();
  return true;
}

message* actor_core::pop() {
  message* const first = std::exchange(ready_, ready_->next);
  // Its sender wrote it on another core: it comes nearer while the first one is handled.
  __builtin_prefetch(ready_);
  if (fixed_.limited) [[unlikely]]
    leave(*first);
  return first;
}

void actor_core::handle(message& m) {
  if (m.concerns_end()) return keep_for_end(m);
  // Before it is handled, as its handler may let process() rest again.
  if (now_.process == process_state::listening && is_to_be_handled(m))
    now_.process = process_state::due;
  m.handle(*this);
}

void actor_core::start_once() {
  if (now_.start_is_over || mailbox_.closing()) return;
  now_.start_is_over = true;
  run_guarded([this] { on_start(); });
}

void actor_core::process_once() {
  bool more = true;
  run_guarded([&] { more = process(); });
  if (more) return;
  never_process();
  stop();
}

void actor_core::rest_until(clock::time_point time) {
  if (now_.process == process_state::never) return;
  executor_->wake_at(*this, time);
  now_.rested = true;
  now_.process = process_state::resting;
}

void actor_core::rest() {
  if (now_.process != process_state::never) now_.process = process_state::listening;
}

void actor_core::report(std::exception_ptr failure) noexcept {
  const bool counts = !serving::here()->is_ending() && !now_.failed;
  now_.reporting = counts;
  try {
    on_error(failure);
  } catch (const boost::thread_interrupted&) {
  } catch (...) {
    // There is nobody else to tell.
    log_failure(typeid(*this), std::current_exception());
    stop_now();
  }
  now_.reporting = false;
  if (counts && now_.failed) keep_failure(std::move(failure));
}

}  // namespace actors::runtime
