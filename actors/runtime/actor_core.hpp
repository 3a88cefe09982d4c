// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/mailbox.hpp>
#include <actors/runtime/message.hpp>
#include <actors/runtime/serving.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <stm/engine/sync.hpp>

#include <boost/thread/exceptions.hpp>

#include <exception>
#include <utility>

namespace actors {
class undelivered;
}

namespace actors::runtime {

class outlet;

/// What makes an object an actor: it handles its messages one at a time, in the order in which they
/// came.
///
/// Whoever owns it by the state of its mailbox serves it; what is said to be guarded by ownership
/// is the owner's alone, and ownership passes on with all that was done before.
class actor_core : public served_actor {
 public:
  /// Queues the message, or returns false: the actor takes no more. After true the actor and the
  /// message may be gone.
  [[nodiscard]] bool send(message& m) {
    const auto pushed = mailbox_.push(m);
    // Claimed: nobody can close the actor before it is handed over, so it is still there.
    if (pushed == mailbox::pushed::claimed) executor_->ready(*this);
    return pushed != mailbox::pushed::refused;
  }
  /// The same for a message that its sender holds too.
  [[nodiscard]] bool send_shared(shared_slot& m) {
    m.share();
    if (send(m)) return true;
    m.drop();
    return false;
  }
  [[nodiscard]] bool serving_here() const { return serving::innermost_is(*this); }
  [[nodiscard]] bool stopping() const { return mailbox_.refusing(); }

  /// Handles what is queued now, then closes. Neither blocks nor throws.
  void stop() noexcept;
  /// Closes after the message in hand, whose waits are interrupted. Blocks only if the actor was
  /// never started: then it is closed before this returns.
  void stop_now() noexcept;
  /// Blocks until the actor has closed: true; or until the time has come: false. An interruption
  /// point. Throws call_cycle where that could never be, std::logic_error if the actor was never
  /// started.
  [[nodiscard]] bool join_until(clock::time_point time);

  /// Serves the actor; for the thread that owns it. False: it is idle and somebody else's now, or
  /// true: it has closed. In both cases it may be gone.
  bool serve();
  /// Runs the body of a tell or of a hook. What it throws goes to on_error; that stop_now()
  /// interrupted it, to nobody.
  template <class Body>
  void run_guarded(Body&& body) noexcept {
    std::exception_ptr failure;
    try {
      body();
    } catch (const boost::thread_interrupted&) {
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) report(std::move(failure));
  }

 protected:
  actor_core() = default;
  ~actor_core() override = default;

  /// Names who will serve it; before begin().
  void serve_by(executor& by) { executor_ = &by; }
  /// Throws std::logic_error the second time and after stop_now(). If no thread can be had the
  /// actor is stopped and boost::thread_resource_error thrown.
  void begin();
  [[nodiscard]] bool closed() const { return mailbox_.closed(); }
  /// stop_now() and wait until the actor has closed; for the destructor of what holds it.
  void finish() noexcept;
  /// process() has nothing to do, now or later.
  void never_process() { processes_ = false; }

  virtual void on_start() = 0;
  virtual bool process() = 0;
  virtual void on_stop() = 0;
  virtual void on_error(std::exception_ptr) = 0;
  virtual void on_undelivered(undelivered&) = 0;

 private:
  friend class outlet;  // keeps inlets_

  enum class phase : unsigned char {
    fresh,    // nobody serves it yet; it owns itself
    started,  // its executor serves it
    over      // it was stopped before it was started
  };

  void report(std::exception_ptr failure) noexcept;
  [[nodiscard]] message* pop() { return std::exchange(ready_, ready_->next); }
  void keep_join(message& m);
  void handle_batch();
  void process_once();
  void close() noexcept;
  void answer_waiting() noexcept;

  mailbox mailbox_;
  message* ready_ = nullptr;      // guarded by ownership; taken and not yet handled, oldest first
  message* joins_ = nullptr;      // guarded by ownership; those who wait until it has closed
  executor* executor_ = nullptr;  // set before anybody else knows the actor
  outlet* inlets_ = nullptr;  // guarded by the mutex of all bindings; what is bound to this actor
  stm::engine::atomic<phase> phase_{phase::fresh};
  bool on_start_ran_ = false;  // guarded by ownership
  bool processes_ = true;      // guarded by ownership; process() shall be called again
};

}  // namespace actors::runtime
