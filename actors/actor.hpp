// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/deadline.hpp>
#include <actors/runtime/end_watch.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace actors {

class undelivered;
namespace runtime {
class overseer;
}
template <class Signature>
class actor_function;
template <class Signature>
class actor_method;
template <class Signature>
class late_bind;
template <class Signature>
class late_bind_safe;

/// An object that handles one message at a time, in the order in which they came.
///
/// Its messages are calls of its actor_method and actor_function members. Who serves it is the
/// affair of its holder: running<A> is an A with a thread of its own, pooled<A> one that borrows
/// the threads of a pool and of its callers. Whatever thread runs them, its handlers, on_start(),
/// process() and on_stop() run one at a time, outside any transaction, and each sees what the one
/// before it did. A call sees what its sender did before; its sender, once answered, sees what the
/// handler did.
class actor : private runtime::actor_core {
 public:
  ~actor() override;

  /// Makes it be served. Calls that came before are handled then.
  ///
  /// Throws std::logic_error if it was started before or has been stopped at once, and what the
  /// holder throws if it has no thread to give; it is stopped then.
  virtual void start() = 0;

  /// Lets it handle what was sent before, then ends it. Later calls throw actor_stopped. Never
  /// blocks.
  ///
  /// A transaction that waits for a change in one of its handlers, or begins to, is interrupted:
  /// the change may never come.
  void stop() noexcept;
  /// Ends it after the message in hand, whose waits are interrupted as by
  /// boost::thread::interrupt(). On a thread that is not its own these are waits of transactions
  /// and of calls within a time.
  ///
  /// Calls that wait are answered with actor_stopped, also those that wait already; what nobody
  /// waits for is handed to on_undelivered(). A plain call of another actor is not interrupted,
  /// save at a full mailbox, but ends the message once it is answered. Never blocks, save for an
  /// actor that was never started, which is closed by this very call.
  void stop_now() noexcept;
  /// Blocks until the actor has ended; everything it did is visible then, and no thread touches it
  /// any more.
  ///
  /// An interruption point. Throws call_cycle where the actor would wait for its own end, and
  /// std::logic_error if it was never started.
  void join();
  /// The same with a deadline on the steady clock: false if the actor has not ended by then. Who
  /// gives up leaves 64 bytes with the actor, until that has handled what came before.
  template <class Rep, class Period>
  [[nodiscard]] bool join_for(std::chrono::duration<Rep, Period> wait) {
    return join_until(runtime::deadline_after(actor_core::now(), wait));
  }
  [[nodiscard]] bool join_until(std::chrono::steady_clock::time_point deadline);

  /// What has ended it: what on_error() was given when it stopped the actor, or threw.
  /// Null if it has not ended, or was stopped otherwise; what fails in its end does not count.
  [[nodiscard]] std::exception_ptr failure() const noexcept;
  /// Calls body(failure()) once, when the actor has done all it does and before join() returns; at
  /// once, where it has ended already. Never blocks.
  ///
  /// On the thread that ends the actor, which waits for it: the body should do no more than tell
  /// somebody. What it throws is written to the standard error.
  template <class Body>
  requires std::is_invocable_v<Body&, const std::exception_ptr&>
  void when_ended(Body body) {
    watch_end(*std::make_unique<runtime::end_call<Body>>(std::move(body)).release());
  }

  /// True once it has been told to stop: it refuses calls.
  [[nodiscard]] bool stopping() const;
  /// True from stop_now() on, until it has ended.
  [[nodiscard]] bool stopping_at_once() const;
  /// True in its own handlers.
  [[nodiscard]] bool on_own_thread() const;
  /// How many messages wait in its mailbox, if that has a limit; others are not counted. Blocks as
  /// a mutex does.
  [[nodiscard]] std::optional<std::size_t> depth() const;

 protected:
  actor() = default;

  // What an actor may override. Where one of them throws, on_error() is called, as for a handler
  // nobody waits for.

  /// Runs before the first message, unless stop_now() comes before it.
  void on_start() override;
  /// Runs again and again between messages, each time after all that had come was handled; false:
  /// it is done, and the actor stops as by stop().
  ///
  /// One that has nothing to do at the moment has to rest, or the thread turns idly. An actor that
  /// does not override it sleeps until a message comes; one that does is never served by a caller.
  bool process() override;
  /// Runs after the last message, where on_start() has run or failed. Nothing interrupts it.
  void on_stop() override;
  /// A handler that nobody waits for threw `failure`. By default: one line to the standard error,
  /// and stop_now(). Where it throws itself, that happens too.
  void on_error(std::exception_ptr failure) override;
  /// stop_now() came before these messages were handled. By default: one line to the standard
  /// error.
  void on_undelivered(undelivered& messages) override;

  // For its own handlers and process().

  /// process() is not called again before the time has come. Messages are handled meanwhile.
  ///
  /// The last call counts; but for the alarm of the one before, where that is on its way already.
  void rest_until(std::chrono::steady_clock::time_point time);
  template <class Rep, class Period>
  void rest_for(std::chrono::duration<Rep, Period> wait) {
    rest_until(runtime::deadline_after(now(), wait));
  }
  /// process() is not called again before another message has been handled.
  void rest();
  /// The time as it is for this actor: that of the steady clock, but in tests.
  [[nodiscard]] std::chrono::steady_clock::time_point now() const;

 private:
  /// What Holder<A> overrides only where A does; what is private in A counts as overridden.
  // clang-format off
  template <class Holder>
  static constexpr runtime::hooks hooks_of() {
    return {
        .start = !requires { requires std::same_as<decltype(&Holder::on_start), void (actor::*)()>; },
        .process = !requires { requires std::same_as<decltype(&Holder::process), bool (actor::*)()>; },
        .stop = !requires { requires std::same_as<decltype(&Holder::on_stop), void (actor::*)()>; },
    };
  }
// clang-format on
template <class Holder>
void hold_by(runtime::executor& by, runtime::serving_kind kind, const options& how) {
  kind.limited = kind.limited || how.mailbox_limit != options::unlimited;
  actor_core::serve_by(by, kind, hooks_of<Holder>());
}

friend class runtime::overseer;
template <class A>
friend class running;
template <class A>
friend class pooled;
template <class A>
friend class rehearsed;
template <class Signature>
friend class actor_function;
template <class Signature>
friend class actor_method;
template <class Signature>
friend class late_bind;
template <class Signature>
friend class late_bind_safe;
}
;

}  // namespace actors
