// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/node_pool.hpp>
#include <actors/runtime/outcome.hpp>
#include <actors/runtime/refusal.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/runtime/worker.hpp>
#include <stm/outside.hpp>

#include <boost/thread/thread_only.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// A call on the stack of its caller, who waits for the answer whatever happens.
template <class Result, class Body>
class stack_call final : public asking {
 public:
  explicit stack_call(Body& body) : body_{&body} {}

  void handle(actor_core& self) noexcept override {
    answer.from(*body_, self);
    answered.signal();
  }
  void stopped() noexcept override {
    answer.fail(refusal<actor_stopped>());
    answered.signal();
  }

  outcome<Result> answer;  // its handler's until `answered` is signalled, then its caller's

 private:
  Body* body_;
};

/// A call on the heap, whose caller may stop waiting.
template <class Result, class Body>
class timed_call final : public shared_slot, public pooled_node {
 public:
  explicit timed_call(Body body) : shared_slot{kind::call}, body_{std::move(body)} {}

  void handle(actor_core& self) noexcept override {
    const slot_hold<timed_call> mine{this};
    if (!begin()) return;
    answer.from(body_, self);
    answered.signal();
  }
  void stopped() noexcept override {
    const slot_hold<timed_call> mine{this};
    answer.fail(refusal<actor_stopped>());
    answered.signal();
  }

  event answered;
  outcome<Result> answer;  // its handler's until `answered` is signalled, then its caller's

 private:
  void destroy() noexcept override { std::unique_ptr<timed_call>{this}; }

  Body body_;
};

/// Lets go of the actor that the caller owns for one call in place, also where that throws.
class call_in_place {
 public:
  explicit call_in_place(actor_core& owned) : owned_{owned} {}
  ~call_in_place() { owned_.let_go(); }
  call_in_place(const call_in_place&) = delete;
  call_in_place& operator=(const call_in_place&) = delete;

 private:
  actor_core& owned_;
};

/// Runs the body on the caller's thread, which owns the actor for that.
template <class Body>
std::invoke_result_t<Body&> ask_in_place(actor_core& owned, Body& body) {
  const bool is_caller_interrupted = actor_core::on_thread_of_its_own();
  const call_in_place turn{owned};
  const serving here{owned};
  // What ends the caller is not meant for the actor, wherever it is served.
  std::optional<boost::this_thread::disable_interruption> undisturbed;
  if (is_caller_interrupted) [[unlikely]]
    undisturbed.emplace();
  const stm::outside no_transaction;
  try {
    return body();
  } catch (const boost::thread_interrupted&) {
    // The actor's affair if it was told to stop, otherwise that of the caller's thread.
    if (owned.stopping()) throw actor_stopped{};
    throw;
  }
}

/// Puts the body into the mailbox, and waits for the answer.
template <class Body>
[[gnu::noinline]] std::invoke_result_t<Body&> ask_queued(actor_core& target, Body& body) {
  stack_call<std::invoke_result_t<Body&>, Body> call{body};
  if (!target.send_and_wait(call)) throw actor_stopped{};
  return call.answer.take();
}

/// Runs the body as a message of the actor and returns what it returns or throws what it throws.
///
/// Blocks until it is answered; allocates nothing. In the actor's own handlers it runs in place,
/// and so it does where the caller may serve the actor and finds it idle.
template <class Body>
std::invoke_result_t<Body&> ask(actor_core& target, Body&& body) {
  if (target.claim()) return ask_in_place(target, body);
  if (target.serving_here()) {
    const stm::outside no_transaction;
    return body();
  }
  return ask_queued(target, body);
}

/// The same until the time has come: call_timed_out then, and the body does not begin any more. An
/// interruption point. A caller never serves the actor itself: nothing could end that in time.
template <class Body>
std::invoke_result_t<Body&> ask_until(actor_core& target, clock::time_point time, Body body) {
  using slot = timed_call<std::invoke_result_t<Body&>, Body>;
  if (target.serving_here()) {
    const stm::outside no_transaction;
    return body();
  }
  const answer_wait answer = target.waits();
  const slot_hold<slot> call{std::make_unique<slot>(std::move(body)).release()};
  const wait_edge edge{
      target, call->answered,
      time == clock::time_point::max() ? wait_edge::ends::if_interrupted
                                       : wait_edge::ends::in_time};
  const worker::absence waiting;
  if (!target.send_shared(*call, time)) throw actor_stopped{};
  const give_up_at_end giving_up{*call};
  if (!answer.wait_until(call->answered, time)) throw call_timed_out{};
  return call->answer.take();
}

}  // namespace actors::runtime
