// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/actor_core.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/join.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/outlet.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/undelivered.hpp>
#include <stm/outside.hpp>

#include <boost/thread/thread_only.hpp>

#include <stdexcept>

namespace actors::runtime {

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

void actor_core::stop() noexcept {
  if (mailbox_.stop() == mailbox::told::claimed) executor_->ready(*this);
}

void actor_core::stop_now() noexcept {
  const auto told = mailbox_.stop_now();
  if (told == mailbox::told::claimed) executor_->ready(*this);
  if (told != mailbox::told::owner || serving_here()) return;
  auto expected = phase::fresh;
  if (phase_.compare_exchange(
          expected, phase::over, std::memory_order_relaxed, std::memory_order_relaxed)) {
    close();
  } else {
    executor_->interrupt();
  }
}

bool actor_core::join_until(clock::time_point time) {
  if (mailbox_.closed()) return true;
  if (phase_.load(std::memory_order_relaxed) == phase::fresh) {
    throw std::logic_error{"an actor that was never started cannot be joined"};
  }
  const slot_hold<shared_join> join{std::make_unique<shared_join>().release()};
  const wait_edge edge{*this, join->closed};
  return send_shared(*join) ? join->closed.wait_until(time) : mailbox_.closed();
}

void actor_core::finish() noexcept {
  if (serving::contains(serving::here(), *this)) {
    log_failure(typeid(*this), std::make_exception_ptr(call_cycle{"destroyed by its own handler"}));
    std::terminate();
  }
  stop_now();
  stack_join join;
  if (send(join)) {
    join.closed.wait();
  } else {
    static_cast<void>(mailbox_.closed());  // refused: it has closed, and what it did is visible now
  }
}

bool actor_core::serve() {
  const serving here{*this};
  const stm::outside no_transaction;
  if (!on_start_ran_ && !mailbox_.closing()) {
    on_start_ran_ = true;
    run_guarded([this] { on_start(); });
  }
  for (;;) {
    if (mailbox_.closing()) return close(), true;
    const auto taken = mailbox_.take();
    ready_ = taken.oldest;
    if (ready_) {
      handle_batch();
    } else if (taken.refusing) {
      return close(), true;
    } else if (!processes_ && mailbox_.release()) {
      return false;
    }
    if (processes_ && !mailbox_.refusing()) process_once();
  }
}

/// Handles what was taken, unless it is time to close before.
void actor_core::handle_batch() {
  while (ready_ && !mailbox_.closing()) {
    message& m = *pop();
    if (m.what == message::kind::join) {
      keep_join(m);
    } else {
      m.handle(*this);
    }
  }
}

void actor_core::process_once() {
  bool more = true;
  run_guarded([&] { more = process(); });
  if (more) return;
  never_process();
  stop();
}

void actor_core::keep_join(message& m) {
  m.next = joins_;
  joins_ = &m;
}

void actor_core::report(std::exception_ptr failure) noexcept {
  try {
    on_error(std::move(failure));
  } catch (const boost::thread_interrupted&) {
  } catch (...) {
    // There is nobody else to tell.
    log_failure(typeid(*this), std::current_exception());
    stop_now();
  }
}

/// Closes the actor: for its owner, after it has been told to stop. It may be gone afterwards.
void actor_core::close() noexcept {
  const serving here{*this};
  const stm::outside no_transaction;
  const boost::this_thread::disable_interruption undisturbed;
  answer_waiting();
  if (on_start_ran_) run_guarded([this] { on_stop(); });
  outlet::unbind_all(inlets_);
  message* const early = joins_;
  message* const late = mailbox_.close();
  // Closed: whoever joins may destroy the actor, only the messages are still ours.
  for (message* m : {early, late}) {
    while (m) std::exchange(m, m->next)->stopped();
  }
}

/// Answers every call that waits; hands what nobody waits for to on_undelivered.
void actor_core::answer_waiting() noexcept {
  undelivered left{*this};
  do {
    while (ready_) {
      message& m = *pop();
      if (m.what == message::kind::join) {
        keep_join(m);
      } else if (m.what == message::kind::call) {
        m.stopped();
      } else {
        left.add(m);
      }
    }
    ready_ = mailbox_.take().oldest;
  } while (ready_);
  if (left.size() > 0) run_guarded([&] { on_undelivered(left); });
}

}  // namespace actors::runtime
