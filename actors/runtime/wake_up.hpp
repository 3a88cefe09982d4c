// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/message.hpp>

#include <memory>

namespace actors::runtime {

/// The end of an actor's rest, as a message to it.
class wake_up final : public message {
 public:
  wake_up() : message{kind::notice} {}
  void handle(actor_core& self) noexcept override {
    const std::unique_ptr<wake_up> mine{this};
    self.end_rest();
  }
  void stopped() noexcept override { std::unique_ptr<wake_up>{this}; }

  /// Sends it; one that comes too late is dropped.
  static void send(std::unique_ptr<wake_up> message, actor_core& to) noexcept {
    if (to.deliver(*message)) static_cast<void>(message.release());
  }
};

}  // namespace actors::runtime
