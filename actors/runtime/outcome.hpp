// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/runtime/refusal.hpp>
#include <actors/runtime/serving.hpp>

#include <boost/thread/exceptions.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// What came of one call: nothing yet, a value, or an exception.
template <class Result>
class outcome {
 public:
  /// Runs the body of a message of `self` and keeps what it returns or throws. The interruption of
  /// a handler by stop_now() is the actor's affair: the caller gets actor_stopped.
  template <class Body>
  void from(Body& body, const served_actor& self) noexcept {
    // Each catch block is left before anybody is told, so that only the caller holds the exception
    // then.
    try {
      if constexpr (std::is_void_v<Result>) {
        body();
        value_.emplace();
      } else {
        value_.emplace(body());
      }
    } catch (const boost::thread_interrupted&) {
      failure_ = self.told_to_stop(false) ? refusal<actor_stopped>() : std::current_exception();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  void fail(std::exception_ptr failure) noexcept { failure_ = std::move(failure); }

  /// Null: a value is there.
  [[nodiscard]] const std::exception_ptr& failure() const noexcept { return failure_; }
  /// Returns the value or throws the exception. Once.
  Result take() {
    if (failure_) std::rethrow_exception(std::move(failure_));
    if constexpr (!std::is_void_v<Result>) return std::move(*value_);
  }

 private:
  struct nothing {};
  std::optional<std::conditional_t<std::is_void_v<Result>, nothing, Result>> value_;
  std::exception_ptr failure_;
};

}  // namespace actors::runtime
