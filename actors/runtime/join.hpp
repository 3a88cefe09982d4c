// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/shared_slot.hpp>

namespace actors::runtime {

/// Waits on the sender's stack until an actor has closed.
class stack_join final : public message {
 public:
  stack_join() : message{kind::join} {}
  void handle(actor_core&) noexcept override {}  // an actor keeps its joins until it has closed
  void stopped() noexcept override { closed.signal(); }

  event closed;
};

/// The same for a wait that may be given up.
class shared_join final : public shared_slot {
 public:
  shared_join() : shared_slot{kind::timed_join} {}
  void handle(actor_core&) noexcept override {}
  void stopped() noexcept override {
    slot_hold<shared_join> mine{this};
    closed.signal();
  }

  event closed;

 private:
  void destroy() noexcept override { std::unique_ptr<shared_join>{this}; }
};

}  // namespace actors::runtime
