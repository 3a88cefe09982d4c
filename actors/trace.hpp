// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <typeinfo>

namespace actors {

/// A call of an actor's member, as those see it who observe calls.
struct traced_call {
  using clock = std::chrono::steady_clock;

  std::uint64_t id;            // from 1 on, in the order in which calls are made
  std::uint64_t parent;        // the call in whose handler it was made; 0: none that was traced
  const void* function;        // address of the member that was called
  const void* actor;           // dynamic_cast<const void*>(&its actor), which may be gone
  const std::type_info* type;  // of its actor, with the holder
  clock::time_point sent;
  clock::time_point begun;  // meaningless before that

  /// The name of the actor's class, without its holder.
  [[nodiscard]] std::string actor_name() const;
};

/// Something that has just happened to a call, on the calling thread.
///
/// Each call is sent first, and then either dropped, or begun and later finished or failed.
struct trace_event {
  enum class kind {
    sent,      // it is about to go into the mailbox, or to be handled in place
    begun,     // its handler begins
    finished,  // its handler is about to return
    failed,    // its handler has thrown; also where a stop has interrupted it
    dropped    // it is let go of unhandled: refused, left over by stop_now(), or taken back
  };

  kind what;
  const traced_call& call;
  traced_call::clock::time_point time;  // of the steady clock, also in a rehearsal
  const std::exception_ptr& failure;    // null, but where it failed
};

/// Sees what happens to all calls of all actors.
class call_observer {
 public:
  call_observer(const call_observer&) = delete;
  call_observer& operator=(const call_observer&) = delete;

  /// Called on the thread on which it happens, so by several threads at a time, and the caller goes
  /// on when it returns. Calls made in it are not observed. It must not begin or end observing, nor
  /// wait for an actor: that one may wait for who begins or ends it.
  virtual void see(const trace_event& event) noexcept = 0;

 protected:
  call_observer() = default;
  ~call_observer() = default;
};

/// While it lives, the observer sees the calls that are made, to their ends if these come while it
/// lives. Several may observe.
///
/// A call that is being made just then may escape it. Where nobody observes a call costs one look
/// at a flag more; where somebody does, an allocation and a lock that observed calls share. Without
/// memory for that the call is made, and nobody sees it.
/// The destructor blocks until see() is not running any more.
class observing {
 public:
  explicit observing(call_observer& observer);
  ~observing();
  observing(const observing&) = delete;
  observing& operator=(const observing&) = delete;

 private:
  call_observer* observer_;
};

}  // namespace actors
