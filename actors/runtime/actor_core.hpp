// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/hooks.hpp>
#include <actors/runtime/mailbox.hpp>
#include <actors/runtime/message.hpp>
#include <actors/runtime/serving.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <stm/engine/sync.hpp>

#include <boost/thread/exceptions.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace actors {
class undelivered;
}

namespace actors::runtime {

class end_watch;
class outlet;

/// What makes an object an actor: it handles its messages one at a time, in the order in which they
/// came.
///
/// Whoever owns it by the state of its mailbox serves it; what is said to be guarded by ownership
/// is the owner's alone, and ownership passes on with all that was done before.
class actor_core : public served_actor {
 public:
  /// How long a thread serves an actor before it hands it on.
  struct turn {
    const message* own;  // all messages up to this one, which it waits for, if it is not null
    int more;            // and then so many
    bool may_end;        // and its end, if there is anything to do in that
  };
  static constexpr turn without_end{nullptr, 0x7fffffff, true};

  // For everybody.

  /// Queues the message, or returns false: the actor takes no more. After true the actor and the
  /// message may be gone. Where the mailbox has a limit and is full: blocks or throws as
  /// admission::enter().
  [[nodiscard]] bool send(message& m) {
    if (fixed_.limited) [[unlikely]]
      return enter(m), deliver_entered(m);
    return deliver(m);
  }
  /// The same past the limit, if there is one: the message is counted, but nothing keeps it out.
  [[nodiscard]] bool send_past_limit(message& m) {
    if (fixed_.limited) enter_past_limit(m);
    return deliver_entered(m);
  }
  /// The same for a message that is counted already: refused, it is not any more.
  [[nodiscard]] bool deliver_entered(message& m) {
    if (deliver(m)) return true;
    if (fixed_.limited) leave(m);
    return false;
  }
  /// The same for a message that is not counted.
  [[nodiscard]] bool deliver(message& m) {
    const auto pushed = mailbox_.push(m);
    // Claimed: nobody can close the actor before it is handed over, so it is still there.
    if (pushed == mailbox::pushed::claimed) executor_->ready(*this);
    return pushed != mailbox::pushed::refused;
  }
  /// The same as send() for a message that its sender holds too; call_timed_out where the mailbox
  /// is full until then.
  [[nodiscard]] bool send_shared(shared_slot& m,
                                 clock::time_point until = clock::time_point::max());
  /// Queues the asking and waits until it is answered. False: the actor takes no more.
  [[nodiscard]] bool send_and_wait(asking& m);
  /// To be made before a message is sent whose answer is waited for. Throws call_cycle where the
  /// actor is still being constructed: nobody else knows it, so it would wait for itself.
  [[nodiscard]] answer_wait waits() const;

  /// True: the actor was idle, and the caller owns it for one call in place; it ends that by
  /// let_go().
  [[nodiscard]] bool claim() { return may_serve_here() && mailbox_.claim(); }
  /// owned, one message of the caller's own handled -> idle, or somebody else's. It may be gone
  /// afterwards.
  void let_go() noexcept {
    if (!mailbox_.release()) [[unlikely]]
      serve_on();
  }

  /// Whether the calling thread belongs to an actor and is in a handler of it, of its own and not
  /// of one called from there: then stop_now() of that actor interrupts it.
  [[nodiscard]] static bool on_thread_of_its_own() {
    const serving* const here = serving::here();
    return here && static_cast<const actor_core&>(here->self()).fixed_.has_thread;
  }
  [[nodiscard]] bool serving_here() const { return serving::innermost_is(*this); }
  [[nodiscard]] bool stopping() const { return mailbox_.refusing(); }
  [[nodiscard]] bool told_to_stop(bool at_once) const final {
    return at_once ? mailbox_.closing() : mailbox_.refusing();
  }
  /// How many messages wait; empty: nobody counts them, as the mailbox has no limit.
  [[nodiscard]] std::optional<std::size_t> depth() const;
  [[nodiscard]] clock::time_point now() const {
    return executor_ ? executor_->now() : clock::now();
  }

  /// Handles what is queued now, then closes. Neither blocks nor throws.
  void stop() noexcept { end(mailbox_.stop(), false); }
  /// Closes after the message in hand, whose waits are interrupted. Blocks only if the actor was
  /// never started: then it is closed before this returns.
  void stop_now() noexcept { end(mailbox_.stop_now(), true); }
  /// Blocks until the actor has closed: true; or until the time has come: false. An interruption
  /// point. Throws call_cycle where that could never be, std::logic_error if the actor was never
  /// started.
  [[nodiscard]] bool join_until(clock::time_point time);
  [[nodiscard]] bool was_started() const {
    return phase_.load(std::memory_order_relaxed) != phase::fresh;
  }
  /// Blocks until an actor that was started has closed. Takes no memory; no interruption point.
  /// Throws call_cycle where that could never be.
  void await_end();
  /// Tells `watch` before the actor closes, at once if it has already. Neither blocks nor throws.
  void watch_end(end_watch& watch) noexcept;
  /// What has ended it, see actor::failure().
  [[nodiscard]] std::exception_ptr failure() const noexcept;

  // For the thread that owns it.

  /// Serves the actor. False: it is idle, or somebody else's now; true: it has closed. In both
  /// cases it may be gone.
  bool serve(turn t = without_end);
  /// For an executor's start(): makes it idle if nothing is to be done. False: it is to be served.
  [[nodiscard]] bool settle();
  /// Runs the body of a tell or of a hook. What it throws goes to on_error; that a stop interrupted
  /// it, to nobody.
  template <class Body>
  void run_guarded(Body&& body) noexcept {
    std::exception_ptr failure;
    try {
      body();
    } catch (const boost::thread_interrupted&) {
      // One that it was told by somebody else, as by a future, is a failure like others.
      if (!stopping()) failure = std::current_exception();
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) report(std::move(failure));
  }
  /// process() is due again.
  void end_rest() noexcept {
    if (now_.process == process_state::resting) now_.process = process_state::due;
  }

 protected:
  actor_core() = default;
  ~actor_core() override {
    if (now_.has_note) [[unlikely]]
      drop_note();
    if (executor_) executor_->let_go();
  }

  /// Names who will serve it, and what it overrides; before begin().
  void serve_by(executor& by, serving_kind kind, hooks own);
  /// Throws std::logic_error the second time and after stop_now(). If no thread can be had the
  /// actor is stopped and boost::thread_resource_error thrown.
  void begin();
  [[nodiscard]] bool closed() const { return mailbox_.closed(); }
  /// stop_now() and wait until the actor has closed; for the destructor of what holds it. Ends the
  /// program where that could never be, and says so.
  void finish() noexcept;
  /// process() has nothing to do, now or later.
  void never_process() { now_.process = process_state::never; }
  /// process() has nothing to do until the time has come; for the actor's own handlers.
  void rest_until(clock::time_point time);
  /// The same until another message has been handled.
  void rest();

  virtual void on_start() = 0;
  virtual bool process() = 0;
  /// process() is not called any more; before on_stop().
  virtual void end_process() noexcept {}
  virtual void on_stop() = 0;
  virtual void on_error(std::exception_ptr) = 0;
  virtual void on_undelivered(undelivered&) = 0;
  /// stop_now() has come while a thread served it, and may have come to a wait of its end, which
  /// nothing interrupts. On the thread of who called it, at any time until that returns.
  virtual void hurry_end() noexcept {}

 private:
  friend class outlet;  // keeps inlets_, and waits itself where the mailbox is full

  enum class phase : unsigned char {
    fresh,    // nobody serves it yet; it owns itself
    started,  // its executor serves it
    over      // it was stopped before it was started
  };
  enum class process_state : unsigned char { due, resting, listening, never };

  [[nodiscard]] bool may_serve_here() const {
    return fixed_.on_callers || (!fixed_.has_process && executor_ && executor_->works_here());
  }
  void enter(const message& m, clock::time_point until = clock::time_point::max());
  [[nodiscard]] bool enter_now();
  void enter_past_limit(const message& m);
  void count_queued();
  void leave(const message& m) noexcept;
  void end(mailbox::told told, bool at_once) noexcept;
  void serve_on() noexcept;
  void serve_up_to(const message& own) noexcept;
  bool hand_over(turn t) noexcept;
  bool close_in(turn t) noexcept;
  void report(std::exception_ptr failure) noexcept;
  [[nodiscard]] message* pop();
  [[nodiscard]] message*& waiting_for_end();
  void keep_for_end(message& m);
  void drop_waits_given_up() noexcept;
  void keep_failure(std::exception_ptr failure) noexcept;
  void drop_note() noexcept;
  void end_waits(message*& joins) noexcept;
  [[nodiscard]] std::exception_ptr own_failure() const noexcept;
  void handle(message& m);
  void start_once();
  void process_once();
  [[nodiscard]] bool process_is_due() const {
    return now_.process == process_state::due && !mailbox_.refusing();
  }
  void close() noexcept;
  [[noreturn]] void give_up_for_ever(const std::exception_ptr& why) const noexcept;
  void answer_waiting() noexcept;

  mailbox mailbox_;
  message* ready_ = nullptr;   // guarded by ownership; taken and not yet handled, oldest first
  message* at_end_ = nullptr;  // guarded by ownership; a note of its failure, if there is one, and
                               // those who wait for its end. Closed: the note alone, for all
  executor* executor_ = nullptr;  // set before anybody else knows the actor
  outlet* inlets_ = nullptr;  // guarded by the mutex of all bindings; what is bound to this actor
  stm::engine::atomic<phase> phase_{phase::fresh};
  struct {  // set with executor_
    bool on_callers : 1 = false;
    bool limited : 1 = false;
    bool has_start : 1 = true;
    bool has_process : 1 = true;
    bool has_stop : 1 = true;
    bool has_thread : 1 = true;
  } fixed_;
  struct {                           // guarded by ownership
    bool start_is_over : 1 = false;  // on_start() has run, or failed
    bool rested : 1 = false;         // an alarm may have been set
    bool reporting : 1 = false;      // on_error() is running, for what happened before the end
    bool failed : 1 = false;         // on_error() has stopped it
    bool has_note : 1 = false;       // what at_end_ begins with
    process_state process : 2 = process_state::due;
  } now_;
};

}  // namespace actors::runtime
