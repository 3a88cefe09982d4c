// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>

#include <chrono>
#include <coroutine>
#include <exception>
#include <utility>
#include <variant>

namespace actors {

/// `co_yield actors::next_step;` lets messages be handled, and goes on.
struct next_step_t {};
inline constexpr next_step_t next_step{};

/// `co_await actors::next_message;` goes on once another message has been handled.
struct next_message_t {};
inline constexpr next_message_t next_message{};

/// `co_await actors::sleep_for(5ms);` goes on when so much time has passed.
template <class Rep, class Period>
[[nodiscard]] std::chrono::duration<double> sleep_for(std::chrono::duration<Rep, Period> time) {
  return time;
}
/// The same when the time has come, on the steady clock.
[[nodiscard]] inline std::chrono::steady_clock::time_point sleep_until(
    std::chrono::steady_clock::time_point time) {
  return time;
}

/// What an actor does of its own accord, step by step: the coroutine that stepping::main() is.
///
/// Between two steps, at each co_yield and co_await, the actor handles its messages.
class [[nodiscard]] steps {
 public:
  /// What the coroutine waits for at the end of a step.
  using pause = std::variant<next_step_t, next_message_t, std::chrono::duration<double>,
                             std::chrono::steady_clock::time_point>;

  class promise_type {
   public:
    steps get_return_object() { return steps{handle::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { thrown_ = std::current_exception(); }

    std::suspend_always yield_value(next_step_t) { return end_step(next_step); }
    std::suspend_always await_transform(pause wanted) { return end_step(wanted); }

   private:
    friend class steps;
    std::suspend_always end_step(pause wanted) {
      pause_ = wanted;
      return {};
    }
    pause pause_;
    std::exception_ptr thrown_;
  };

  steps(steps&& other) noexcept : coroutine_{std::exchange(other.coroutine_, nullptr)} {}
  steps& operator=(steps&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  /// Destroys what the coroutine holds, wherever it stands.
  ~steps() {
    if (coroutine_) coroutine_.destroy();
  }

  [[nodiscard]] bool done() const { return coroutine_.done(); }
  /// Runs it to the end of its next step and says what it waits for. Throws what it throws; it is
  /// done then.
  pause step() {
    coroutine_.resume();
    promise_type& promise = coroutine_.promise();
    if (promise.thrown_) std::rethrow_exception(std::exchange(promise.thrown_, nullptr));
    return promise.pause_;
  }

 private:
  using handle = std::coroutine_handle<promise_type>;
  explicit steps(handle coroutine) : coroutine_{coroutine} {}

  handle coroutine_;
};

}  // namespace actors
