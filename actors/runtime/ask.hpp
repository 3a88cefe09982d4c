// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/node_pool.hpp>
#include <actors/runtime/outcome.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <stm/outside.hpp>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// A call on the stack of its caller, who waits for the answer whatever happens.
template <class Result, class Body>
class stack_call final : public message {
 public:
  explicit stack_call(Body& body) : message{kind::call}, body_{&body} {}

  void handle(actor_core&) noexcept override {
    answer.from(*body_);
    answered.signal();
  }
  void stopped() noexcept override {
    answer.fail(std::make_exception_ptr(actor_stopped{}));
    answered.signal();
  }

  event answered;
  outcome<Result> answer;  // its handler's until `answered` is signalled, then its caller's

 private:
  Body* body_;
};

/// A call on the heap, whose caller may stop waiting.
template <class Result, class Body>
class timed_call final : public shared_slot, public pooled_node {
 public:
  explicit timed_call(Body body) : shared_slot{kind::call}, body_{std::move(body)} {}

  void handle(actor_core&) noexcept override {
    const slot_hold<timed_call> mine{this};
    if (!begin()) return;
    answer.from(body_);
    answered.signal();
  }
  void stopped() noexcept override {
    const slot_hold<timed_call> mine{this};
    answer.fail(std::make_exception_ptr(actor_stopped{}));
    answered.signal();
  }

  event answered;
  outcome<Result> answer;  // its handler's until `answered` is signalled, then its caller's

 private:
  void destroy() noexcept override { std::unique_ptr<timed_call>{this}; }

  Body body_;
};

/// Runs the body as a message of the actor and returns what it returns or throws what it throws.
///
/// Blocks until it is answered; allocates nothing. In the actor's own handlers it runs in place.
template <class Body>
std::invoke_result_t<Body&> ask(actor_core& target, Body&& body) {
  if (target.serving_here()) {
    const stm::outside no_transaction;
    return body();
  }
  stack_call<std::invoke_result_t<Body&>, std::remove_reference_t<Body>> call{body};
  {
    const wait_edge edge{target, call.answered};
    if (!target.send(call)) throw actor_stopped{};
    call.answered.wait();
  }
  return call.answer.take();
}

/// The same until the time has come: call_timed_out then, and the body does not begin any more. An
/// interruption point.
template <class Body>
std::invoke_result_t<Body&> ask_until(actor_core& target, clock::time_point time, Body body) {
  using slot = timed_call<std::invoke_result_t<Body&>, Body>;
  if (target.serving_here()) {
    const stm::outside no_transaction;
    return body();
  }
  const slot_hold<slot> call{std::make_unique<slot>(std::move(body)).release()};
  const wait_edge edge{target, call->answered};
  if (!target.send_shared(*call)) throw actor_stopped{};
  const give_up_at_end giving_up{*call};
  if (!call->answered.wait_until(time)) throw call_timed_out{};
  return call->answer.take();
}

}  // namespace actors::runtime
