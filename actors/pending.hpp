// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/promised_call.hpp>

#include <utility>

namespace actors {

/// A call that can be taken back. To let go of it is not to cancel it.
template <class Result>
class [[nodiscard]] pending {
 public:
  /// The answer to come; call_cancelled if the call was taken back, actor_stopped if the actor
  /// stopped before it.
  [[nodiscard]] boost::future<Result>& future() { return future_; }
  /// True: its handler never runs. False: it has begun, or is done, and its answer comes. Never
  /// blocks.
  bool cancel() { return call_->cancel(); }

 private:
  template <class Signature>
  friend class actor_function;
  using call = runtime::promised_call<Result>;

  explicit pending(runtime::slot_hold<call> c) : call_{std::move(c)}, future_{call_->future()} {}

  runtime::slot_hold<call> call_;
  boost::future<Result> future_;
};

}  // namespace actors
