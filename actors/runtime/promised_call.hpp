// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/runtime/carried_exception.hpp>
#include <actors/runtime/node_pool.hpp>
#include <actors/runtime/outcome.hpp>
#include <actors/runtime/refusal.hpp>
#include <actors/runtime/shared_slot.hpp>

#include <boost/thread/future.hpp>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// A call whose answer goes into a boost::future.
template <class Result>
class promised_call : public shared_slot {
 public:
  [[nodiscard]] boost::future<Result> future() { return promise_.get_future(); }

  /// True: it is answered with call_cancelled and never handled. False: it has begun, or is
  /// answered.
  bool cancel() {
    if (!give_up()) return false;
    refuse(refusal<call_cancelled>());
    return true;
  }

  void stopped() noexcept override {
    const slot_hold<promised_call> mine{this};
    if (begin()) refuse(refusal<actor_stopped>());
  }

 protected:
  promised_call() : shared_slot{kind::call} {}
  ~promised_call() = default;

  /// To be called before it is destroyed. One that was never taken by an actor is refused: to say
  /// by itself that it is broken, a promise would need memory.
  void end() noexcept {
    // Relaxed: of the last owner.
    if (is_queued()) refuse(refusal<actor_stopped>());
  }
  template <class Body>
  void answer_with(Body& body, const served_actor& self) noexcept {
    outcome<Result> answer;
    answer.from(body, self);
    if (!answer.failure() && keep_value(answer)) return;
    refuse(answer.failure());
  }

 private:
  void refuse(std::exception_ptr failure) noexcept {
    try {
      promise_.set_exception(carried(std::move(failure)));
    } catch (...) {
      // The answer is there, this one or that of before; only what continues from it could not be
      // begun.
    }
  }
  /// False: the value could not be moved into the future; why is the answer now.
  bool keep_value(outcome<Result>& answer) noexcept {
    try {
      if constexpr (std::is_void_v<Result>) {
        promise_.set_value();
      } else {
        promise_.set_value(answer.take());
      }
      return true;
    } catch (...) {
      answer.fail(std::current_exception());
      return false;
    }
  }

  boost::promise<Result> promise_;
};

/// A promised call with its body.
template <class Result, class Body>
class promised_body final : public promised_call<Result>, public pooled_node {
 public:
  explicit promised_body(Body body) : body_{std::move(body)} {}

  void handle(actor_core& self) noexcept override {
    const slot_hold<promised_body> mine{this};
    if (this->begin()) this->answer_with(body_, self);
  }

 private:
  void destroy() noexcept override {
    this->end();
    std::unique_ptr<promised_body>{this};
  }

  Body body_;
};

}  // namespace actors::runtime
