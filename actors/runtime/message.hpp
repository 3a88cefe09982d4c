// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>

namespace actors::runtime {

class actor_core;

/// What is sent to an actor. Its sender owns it and its link until it is pushed; then whoever
/// serves the actor does.
class alignas(8) message {
 public:
  enum class kind : unsigned char {
    tell,        // nobody waits for it
    ask,         // an asking: its caller waits, and can serve the actor itself
    call,        // somebody waits for its answer; up to here a mailbox may be limited
    notice,      // from the runtime itself; no limit keeps it out
    join,        // somebody waits until the actor has closed
    timed_join,  // the same in a shared_slot: who waits may let go of it
    watch        // an end_watch: it is told before the actor closes
  };

  message(const message&) = delete;
  message& operator=(const message&) = delete;

  /// Does what was asked, as a message of `self`. The message may be gone when it returns.
  virtual void handle(actor_core& self) noexcept = 0;
  /// The actor has stopped and does not handle it. The message may be gone when it returns.
  virtual void stopped() noexcept = 0;

  /// Whether it is about the end of the actor: it comes in up to that.
  [[nodiscard]] bool concerns_end() const { return what >= kind::join; }

  const kind what;
  message* next = nullptr;

 protected:
  explicit message(kind k) : what{k} {}
  ~message() = default;
};

/// A message whose sender does nothing but wait for it.
class asking : public message {
 public:
  event answered;

 protected:
  asking() : message{kind::ask} {}
  ~asking() = default;
};

}  // namespace actors::runtime
