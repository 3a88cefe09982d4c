// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_method.hpp>
#include <actors/errors.hpp>

#include <memory>

namespace actors::runtime {

/// A call of an actor_method that is made now, with all the memory it takes, and sent later.
template <class... Args>
class prepared_call {
 public:
  prepared_call(actor_method<void(Args...)>& to, Args&... args)
      : to_{&to}, call_{to.call_of(args...)} {}

  // Sends it, once.

  /// Throws as the call itself does.
  void operator()() {
    if (!to_->send(call_)) throw actor_stopped{};
  }
  /// The same past any limit of the mailbox: it never blocks, nor throws mailbox_full.
  void past_limit() {
    if (!to_->send_past_limit(call_)) throw actor_stopped{};
  }

 private:
  actor_method<void(Args...)>* to_;
  std::unique_ptr<typename actor_method<void(Args...)>::call> call_;
};

}  // namespace actors::runtime
