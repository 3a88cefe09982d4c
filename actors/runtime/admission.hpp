// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/mutex.hpp>
#include <actors/runtime/wait_edge.hpp>
#include <actors/runtime/worker.hpp>

#include <cstddef>
#include <memory>

namespace actors::runtime {

/// The door of a mailbox with a limit: never more messages wait inside than it admits, but for
/// those of the runtime that must not be lost.
///
/// Who finds it full is refused, or waits in a queue: first come, first admitted, and nobody
/// overtakes those who wait. A mutex guards it; it costs a sender what an uncontended mutex costs.
class admission {
 public:
  class waiter;

  admission(std::size_t limit, when_full full) : limit_{limit}, full_{full} {}
  admission(const admission&) = delete;
  admission& operator=(const admission&) = delete;

  /// One message more. Where it is full: throws mailbox_full, or blocks until another message has
  /// begun, an interruption point, or until the time has come: call_timed_out then. Always
  /// mailbox_full for a handler of the actor itself, and call_cycle where the actor waits for the
  /// caller.
  void enter(const served_actor& actor, executor& by, clock::time_point until);
  /// The same where that needs no wait. False: it is full.
  [[nodiscard]] bool enter_now();
  /// The same though it may be full.
  void enter_past_limit();
  /// One message less: it has begun, or will never be handled.
  void leave() noexcept;
  /// The actor refuses messages itself from now on: lets everybody through.
  void open() noexcept;
  [[nodiscard]] std::size_t inside() const;

  /// A sender that finds it full: it stands in the queue from its construction on.
  class sender {
   public:
    /// For a wait until then. Throws as enter(), but for the time.
    sender(admission& door, const served_actor& actor, executor& by, clock::time_point until);
    ~sender();
    sender(const sender&) = delete;
    sender& operator=(const sender&) = delete;

    /// Blocks until it has its place, or is dismissed: true; or until the time has come: false. An
    /// interruption point.
    [[nodiscard]] bool wait_until(clock::time_point time);
    /// It wants no place any more, though it may have got it.
    void give_up() noexcept;
    /// The same by somebody else, and it waits no longer. Once.
    void dismiss() noexcept;

   private:
    struct drop {
      void operator()(waiter* w) const noexcept;
    };
    using hold = std::unique_ptr<waiter, drop>;
    [[nodiscard]] hold checked(const served_actor& actor) const;

    admission& door_;
    const answer_wait how_;
    const hold self_;
    const worker::absence waiting_;
    const wait_edge edge_;
  };

 private:
  [[nodiscard]] bool take_place(waiter* self);
  void append(waiter& last) noexcept;
  void drop_those_given_up() noexcept;
  waiter* take_first() noexcept;

  const std::size_t limit_;
  const when_full full_;
  mutable mutex mutex_;
  std::size_t inside_ = 0;   // guarded by mutex_
  bool open_ = false;        // guarded by mutex_
  waiter* first_ = nullptr;  // guarded by mutex_; those who wait for a place
  waiter* last_ = nullptr;   // guarded by mutex_
};

}  // namespace actors::runtime
