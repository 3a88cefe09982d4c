// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

class actor_core;

/// What is sent to an actor. Its sender owns it and its link until it is pushed; then whoever
/// serves the actor does.
class alignas(8) message {
 public:
  enum class kind : unsigned char {
    tell,  // nobody waits for it
    call,  // somebody waits for its answer
    join   // somebody waits until the actor has closed
  };

  message(const message&) = delete;
  message& operator=(const message&) = delete;

  /// Does what was asked, as a message of `self`. The message may be gone when it returns.
  virtual void handle(actor_core& self) noexcept = 0;
  /// The actor has stopped and does not handle it. The message may be gone when it returns.
  virtual void stopped() noexcept = 0;

  const kind what;
  message* next = nullptr;

 protected:
  explicit message(kind k) : what{k} {}
  ~message() = default;
};

}  // namespace actors::runtime
