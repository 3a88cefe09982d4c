// SPDX-License-Identifier: BSL-1.0
// How an actor ends: the part of actor_core that runs once.
#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/admission.hpp>
#include <actors/runtime/end_watch.hpp>
#include <actors/runtime/interruptible.hpp>
#include <actors/runtime/join.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/outlet.hpp>
#include <actors/runtime/sanitizers.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/runtime/worker.hpp>
#include <actors/undelivered.hpp>
#include <stm/outside.hpp>

#include <boost/thread/thread_only.hpp>

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

namespace actors::runtime {

void actor_core::end(mailbox::told told, bool at_once) noexcept {
  if (told == mailbox::told::before) return;
  if (fixed_.limited) {
    executor_->check_stop();
    executor_->limit()->open();
  }
  if (told == mailbox::told::claimed) {
    // Nothing is queued: without on_stop() and watches there is nothing that only certain threads
    // may run.
    if (fixed_.has_stop || fixed_.has_thread || waiting_for_end()) {
      executor_->ready(*this);
    } else {
      close();
    }
    return;
  }
  if (serving_here()) {
    now_.failed = now_.failed || now_.reporting;
    return;
  }
  auto expected = phase::fresh;
  if (!at_once) {
    interruptible::interrupt(*this, interruptible::by::stop);
  } else if (phase_.compare_exchange(
                 expected, phase::over, std::memory_order_relaxed, std::memory_order_relaxed)) {
    close();
  } else {
    interruptible::interrupt(*this, interruptible::by::stop_now);
    executor_->interrupt();
    hurry_end();
  }
}

bool actor_core::join_until(clock::time_point time) {
  if (mailbox_.closed()) return true;
  if (!was_started()) throw std::logic_error{"an actor that was never started cannot be joined"};
  // Nothing interrupts what is done in an end.
  const serving* const here = serving::here();
  const bool is_final = here && here->is_ending() && time == clock::time_point::max();
  const answer_wait end = waits();
  const slot_hold<shared_join> join{std::make_unique<shared_join>().release()};
  const auto otherwise =
      time == clock::time_point::max() ? wait_edge::ends::if_interrupted : wait_edge::ends::in_time;
  wait_edge edge{*this, join->closed, is_final ? wait_edge::ends::unsent : otherwise,
                 is_final ? wait_edge::refused::unless_it_passes : wait_edge::refused::in_a_cycle};
  const worker::absence waiting;
  join->share();
  if (deliver(*join)) {
    if (is_final) edge.sent();
    return end.wait_until(join->closed, time);
  }
  join->drop();
  return mailbox_.closed();
}

void actor_core::await_end() {
  const answer_wait end = waits();
  stack_join join;
  wait_edge edge{*this, join.closed, wait_edge::ends::unsent, wait_edge::refused::unless_it_passes};
  const worker::absence waiting{std::nothrow};
  if (deliver(join)) {
    edge.sent();
    try {
      end.wait(join.closed);
    } catch (const std::bad_alloc&) {
      // A rehearsal has had the actor served alone.
      if (!join.closed.signalled()) throw;
    }
  } else {
    static_cast<void>(mailbox_.closed());  // refused: it has closed, what it did is visible now
  }
}

/// It can neither be destroyed nor go on.
void actor_core::give_up_for_ever(const std::exception_ptr& why) const noexcept {
  log_failure(typeid(*this), why);
  std::terminate();
}

void actor_core::finish() noexcept {
  if (serving::contains(serving::here(), *this))
    give_up_for_ever(std::make_exception_ptr(call_cycle{"destroyed by its own handler"}));
  // Idle: its end can come here, as this waits for it anyway; but for a thread on which an
  // exception is under way.
  if (may_serve_here() && std::uncaught_exceptions() == 0 && mailbox_.claim()) {
    mailbox_.stop_now();
    close();
  } else {
    stop_now();
    stack_join join;
    std::optional<wait_edge> edge;
    try {
      edge.emplace(
          *this, join.closed, wait_edge::ends::unsent, wait_edge::refused::only_if_it_lasts);
    } catch (...) {  // call_cycle, or no memory to tell of it
      give_up_for_ever(std::current_exception());
    }
    const worker::absence waiting{std::nothrow};
    if (deliver(join)) {
      edge->sent();
      executor_->await(join.closed);
    } else {
      static_cast<void>(mailbox_.closed());  // refused: it has closed, what it did is visible now
    }
  }
}

/// Closes the actor: for its owner, after it has been told to stop. It may be gone afterwards.
void actor_core::close() noexcept {
  const serving here{*this, serving::until::end};
  const stm::outside no_transaction;
  const boost::this_thread::disable_interruption undisturbed;
  if (fixed_.limited) executor_->limit()->open();
  answer_waiting();
  end_process();
  if (fixed_.has_stop && now_.start_is_over) run_guarded([this] { on_stop(); });
  if (now_.rested) executor_->cancel_wake_up(*this);
  outlet::unbind_all(inlets_);
  message* joins = nullptr;
  do {
    end_waits(joins);
  } while (!mailbox_.close());
  // Closed: whoever joins may destroy the actor, only the messages are still ours.
  while (joins) std::exchange(joins, joins->next)->stopped();
}

/// Answers every call that waits; hands what nobody waits for to on_undelivered.
void actor_core::answer_waiting() noexcept {
  undelivered left{*this};
  do {
    while (ready_) {
      message& m = *pop();
      if (m.concerns_end()) {
        keep_for_end(m);
      } else if (m.what == message::kind::tell) {
        left.add(m);
      } else {
        m.stopped();
      }
    }
    ready_ = mailbox_.take().oldest;
  } while (ready_);
  if (left.size() > 0) run_guarded([&] { on_undelivered(left); });
}

/// Tells all watches, and moves the joins that wait to `joins`.
void actor_core::end_waits(message*& joins) noexcept {
  for (message* m = mailbox_.take().oldest; m;) keep_for_end(*std::exchange(m, m->next));
  const std::exception_ptr failure = own_failure();
  for (message*& waiting = waiting_for_end(); waiting;) {
    message& first = *std::exchange(waiting, waiting->next);
    if (first.what == message::kind::watch) {
      static_cast<end_watch&>(first).ended(failure);
    } else {
      first.next = std::exchange(joins, &first);
    }
  }
}

void actor_core::keep_for_end(message& m) {
  // Each that the actor comes to clears up those before it: who asks again and again leaves one
  // behind, and what has come while the actor was in a handler.
  if (m.what == message::kind::timed_join) drop_waits_given_up();
  message*& waiting = waiting_for_end();
  m.next = std::exchange(waiting, &m);
}

void actor_core::drop_waits_given_up() noexcept {
  for (message** link = &waiting_for_end(); *link;) {
    message& each = **link;
    if (each.what == message::kind::timed_join && static_cast<shared_slot&>(each).has_one_owner()) {
      *link = each.next;
      static_cast<shared_slot&>(each).drop();
    } else {
      link = &each.next;
    }
  }
}

/// The list of those who wait for the end: behind the note of its failure, if there is one.
message*& actor_core::waiting_for_end() {
  return now_.has_note ? at_end_->next : at_end_;
}

void actor_core::watch_end(end_watch& watch) noexcept {
  if (!deliver(watch)) watch.ended(failure());
}

void actor_core::keep_failure(std::exception_ptr failure) noexcept {
  auto note = std::unique_ptr<failure_note>{new (std::nothrow) failure_note{std::move(failure)}};
  if (!note) return;
  note->next = at_end_;
  at_end_ = note.release();
  now_.has_note = true;
}

void actor_core::drop_note() noexcept {
  // Who saw the exception has let go of it by now: so says the count of its holders, which the C++
  // runtime keeps out of ThreadSanitizer's sight.
  const unwatched release;
  std::unique_ptr<failure_note>{static_cast<failure_note*>(at_end_)};
}

std::exception_ptr actor_core::failure() const noexcept {
  return mailbox_.closed() ? own_failure() : nullptr;
}

std::exception_ptr actor_core::own_failure() const noexcept {
  if (now_.has_note) return static_cast<const failure_note*>(at_end_)->failure;
  // There was no memory for a note.
  return now_.failed ? std::make_exception_ptr(std::bad_alloc{}) : nullptr;
}

}  // namespace actors::runtime
