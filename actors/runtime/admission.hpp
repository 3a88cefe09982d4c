// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>

#include <boost/thread/mutex.hpp>

#include <cstddef>

namespace actors::runtime {

class executor;
class served_actor;

/// The door of a mailbox with a limit: never more messages wait inside than it admits.
///
/// Who finds it full is refused, or waits in a queue: first come, first admitted, and nobody
/// overtakes those who wait. A mutex guards it; it costs a sender what an uncontended mutex costs.
class admission {
 public:
  admission(std::size_t limit, when_full full) : limit_{limit}, full_{full} {}
  admission(const admission&) = delete;
  admission& operator=(const admission&) = delete;

  /// One message more. Where it is full: throws mailbox_full or blocks until another message has
  /// begun, an interruption point; always mailbox_full for a handler of the actor itself, and
  /// call_cycle where the actor waits for the caller.
  void enter(const served_actor& actor, executor& by);
  /// One message less: it has begun, or will never be handled.
  void leave() noexcept;
  /// The actor refuses messages itself from now on: lets everybody through.
  void open() noexcept;
  [[nodiscard]] std::size_t inside() const;

 private:
  class waiter;

  [[nodiscard]] bool take_place(waiter* self);
  void append(waiter& last) noexcept;
  waiter* take_first() noexcept;

  const std::size_t limit_;
  const when_full full_;
  mutable boost::mutex mutex_;
  std::size_t inside_ = 0;   // guarded by mutex_
  bool open_ = false;        // guarded by mutex_
  waiter* first_ = nullptr;  // guarded by mutex_; those who wait for a place
  waiter* last_ = nullptr;   // guarded by mutex_
};

}  // namespace actors::runtime
