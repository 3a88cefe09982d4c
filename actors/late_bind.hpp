// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/errors.hpp>
#include <actors/runtime/small_function.hpp>
#include <actors/runtime/typed_outlet.hpp>

#include <stm/outside.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace actors {

/// An outlet: an actor calls it, and somebody else says which actor_method that reaches.
///
/// `late_bind<void(std::string)> output;` ... `a.output.bind(b.input);`
/// An outlet bound to an actor that has stopped unbinds itself. Its arguments are copied while it
/// cannot be bound: a copy must not wait for who binds it.
template <class... Args>
class late_bind<void(Args...)> : public runtime::typed_outlet<Args...> {
 public:
  late_bind() = default;

  /// Sends and goes on. Throws unbound_output, to this caller, where nothing is bound to it. Never
  /// blocks, but where a mailbox with a limit is full, or while another call of this outlet is put
  /// into one; a call that waits goes where the outlet is bound next.
  void operator()(Args... args) {
    std::unique_ptr<typename late_bind::call> refused;
    if (!this->send(refused, args...)) throw unbound_output{};
  }
};

/// An outlet with a default: `late_bind_safe<void(std::string)> output{this, [](std::string) {}};`
template <class... Args>
class late_bind_safe<void(Args...)> : public runtime::typed_outlet<Args...> {
 public:
  template <class Body>
  requires std::is_invocable_v<Body&, Args...> late_bind_safe(actor* self, Body body)
      : self_{self}, default_{std::move(body)} {}

  /// Sends and goes on. Where nothing is bound to it the default body runs as the actor's own: in
  /// place in its own handlers, otherwise as a message to it, which throws actor_stopped if it has
  /// been told to stop.
  void operator()(Args... args) {
    std::unique_ptr<typename late_bind_safe::call> sent;
    if (this->send(sent, args...)) return;
    if (sent) {
      sent->body().redirect(default_);
    } else {
      sent = std::make_unique<typename late_bind_safe::call>(
          runtime::bound_call<void, Args...>{default_, args...});
    }
    sent->body().observe(*self_, this);
    if (self_->serving_here()) {
      const stm::outside no_transaction;
      sent->body()();
    } else if (self_->send(*sent)) {
      static_cast<void>(sent.release());
    } else {
      throw actor_stopped{};
    }
  }

 private:
  runtime::actor_core* self_;
  runtime::small_function<void(Args...)> default_;
};

}  // namespace actors
