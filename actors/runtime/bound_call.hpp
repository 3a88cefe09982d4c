// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/call_trace.hpp>
#include <actors/runtime/small_function.hpp>

#include <memory>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// A body with the arguments of one call, kept until the call is handled.
template <class Result, class... Args>
class bound_call {
 public:
  static_assert(
      ((!std::is_lvalue_reference_v<Args> || std::is_const_v<std::remove_reference_t<Args>>)&&...),
      "a message keeps copies of its arguments: take them by value or by reference to const");

  explicit bound_call(small_function<Result(Args...)>& body, Args&... args)
      : body_{&body}, kept_(std::forward<Args>(args)...) {}

  /// Runs `body` instead.
  void redirect(small_function<Result(Args...)>& body) { body_ = &body; }
  /// It is about to be sent, as a call of the member `function`: those who observe calls see it,
  /// unless there is no memory for that.
  void observe(const served_actor& to, const void* function) noexcept {
    if (is_observed()) [[unlikely]]
      trace_.reset(new (std::nothrow) call_trace(to, function));
  }
  Result operator()() {
    if (trace_) [[unlikely]]
      return trace_->run([this]() -> Result { return run(); });
    return run();
  }

 private:
  Result run() {
    return std::apply(
        [this](auto&... kept) -> Result { return (*body_)(std::forward<Args>(kept)...); }, kept_);
  }

  small_function<Result(Args...)>* body_;
  std::unique_ptr<call_trace> trace_;  // null: nobody sees what becomes of it
  std::tuple<std::decay_t<Args>...> kept_;
};

}  // namespace actors::runtime
