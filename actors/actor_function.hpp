// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/errors.hpp>
#include <actors/pending.hpp>
#include <actors/runtime/ask.hpp>
#include <actors/runtime/bound_call.hpp>
#include <actors/runtime/call_trace.hpp>
#include <actors/runtime/small_function.hpp>

#include <boost/thread/future.hpp>

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

namespace actors {

/// A method whose callers get its result, or the exception it throws:
/// `actor_function<int(int)> withdraw{this, [this](int amount) { ... }};`
///
/// Each call throws actor_stopped if the actor has been told to stop; also one that waits already,
/// if stop_now() comes.
template <class Result, class... Args>
class actor_function<Result(Args...)> {
 public:
  static_assert(!std::is_reference_v<Result>,
                "an actor's answer is a value: a reference would lead into the actor");

  template <class Body>
  requires std::is_invocable_r_v<Result, Body&, Args...> actor_function(actor* self, Body body)
      : self_{self}, body_{std::move(body)} {}
  actor_function(const actor_function&) = delete;
  actor_function& operator=(const actor_function&) = delete;

  /// Asks, and waits for the answer. In the actor's own handlers the body runs in place, ahead of
  /// what is queued.
  ///
  /// Blocks. Throws what the body throws, and call_cycle where actors would wait for each other for
  /// ever.
  Result operator()(Args... args) {
    const auto body = [&]() -> Result { return body_(std::forward<Args>(args)...); };
    if (runtime::is_observed()) [[unlikely]]
      return ask_observed(body);
    return runtime::ask(*self_, body);
  }

  /// f.within(5ms, x) == f(x), but throws call_timed_out if there is no answer in time, be it for a
  /// mailbox that stays full; an interruption point.
  ///
  /// The body does not begin after that; where it had begun, it goes on and its answer reaches
  /// nobody.
  template <class Rep, class Period>
  Result within(std::chrono::duration<Rep, Period> wait, Args... args) {
    const auto deadline = runtime::deadline_after(self_->now(), wait);
    return runtime::ask_until(*self_, deadline, call_of(args...));
  }

  /// Asks, and goes on; the answer comes in the future. Never blocks, but where a mailbox with
  /// a limit is full. Letting go of the future
  /// changes nothing.
  ///
  /// Waiting for one's own answer, or for that of an actor which waits for this one, is waiting for
  /// ever.
  [[nodiscard]] boost::future<Result> async(Args... args) {
    // The actor's alone: a caller that let go of it now would fetch it back from who serves it.
    auto sent = promised(args...);
    boost::future<Result> answer = sent->future();
    if (!self_->send(*sent)) throw actor_stopped{};
    static_cast<void>(sent.release());
    return answer;
  }

  /// The same with the means to take the call back.
  [[nodiscard]] pending<Result> cancellable(Args... args) {
    pending<Result> answer{promised(args...)};
    if (!self_->send_shared(*answer.call_)) throw actor_stopped{};
    return answer;
  }

 private:
  using bound = runtime::bound_call<Result, Args...>;

  bound call_of(Args&... args) {
    bound call{body_, args...};
    call.observe(*self_, this);
    return call;
  }
  runtime::slot_hold<runtime::promised_call<Result>> promised(Args&... args) {
    using call = runtime::promised_body<Result, bound>;
    return runtime::slot_hold<runtime::promised_call<Result>>{
        std::make_unique<call>(call_of(args...)).release()};
  }
  template <class Body>
  [[gnu::noinline]] Result ask_observed(const Body& body) {
    runtime::call_trace trace{*self_, this};
    return runtime::ask(*self_, [&]() -> Result { return trace.run(body); });
  }

  runtime::actor_core* self_;
  runtime::small_function<Result(Args...)> body_;
};

}  // namespace actors
