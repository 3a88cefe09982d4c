// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/errors.hpp>
#include <actors/runtime/bound_call.hpp>
#include <actors/runtime/small_function.hpp>
#include <actors/runtime/tell.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace actors {

namespace runtime {
template <class... Args>
class typed_outlet;
template <class... Args>
class prepared_call;
}  // namespace runtime

/// A method whose callers do not wait for it: `actor_method<void(int)> note{this, [this](int n) {
/// ... }};`
///
/// The body runs as a message of the actor, also where the actor calls itself. What it throws goes
/// to on_error().
template <class... Args>
class actor_method<void(Args...)> {
 public:
  template <class Body>
  requires std::is_invocable_v<Body&, Args...> actor_method(actor* self, Body body)
      : self_{self}, body_{std::move(body)} {}
  actor_method(const actor_method&) = delete;
  actor_method& operator=(const actor_method&) = delete;

  /// Sends and goes on. Throws actor_stopped if the actor has been told to stop. Never blocks,
  /// but where a mailbox with a limit is full.
  void operator()(Args... args) {
    auto sent = call_of(args...);
    if (!send(sent)) throw actor_stopped{};
  }

 private:
  friend class runtime::typed_outlet<Args...>;
  friend class runtime::prepared_call<Args...>;
  using call = runtime::tell<runtime::bound_call<void, Args...>>;

  std::unique_ptr<call> call_of(Args&... args) {
    return std::make_unique<call>(runtime::bound_call<void, Args...>{body_, args...});
  }
  /// A call of this method with these arguments, or with those that it has already.
  void prepare(std::unique_ptr<call>& kept, Args&... args) {
    if (kept) {
      kept->body().redirect(body_);
    } else {
      kept = call_of(args...);
    }
  }
  /// False: the actor has been told to stop, and the call is still there.
  [[nodiscard]] bool send(std::unique_ptr<call>& sent) {
    sent->body().observe(*self_, this);
    return release_if(self_->send(*sent), sent);
  }
  /// The same past any limit of the mailbox.
  [[nodiscard]] bool send_past_limit(std::unique_ptr<call>& sent) {
    sent->body().observe(*self_, this);
    return release_if(self_->send_past_limit(*sent), sent);
  }
  /// The same for one that has its place in the mailbox.
  [[nodiscard]] bool deliver(std::unique_ptr<call>& sent) {
    sent->body().observe(*self_, this);
    return release_if(self_->deliver_entered(*sent), sent);
  }
  static bool release_if(bool is_sent, std::unique_ptr<call>& sent) {
    if (is_sent) static_cast<void>(sent.release());
    return is_sent;
  }

  runtime::actor_core* self_;
  runtime::small_function<void(Args...)> body_;
};

}  // namespace actors
