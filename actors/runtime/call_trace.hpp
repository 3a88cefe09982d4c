// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/serving.hpp>
#include <actors/trace.hpp>
#include <stm/engine/sync.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace actors::runtime {

/// How many observe calls. Relaxed: whoever begins to may miss what is just being sent, and events
/// are told under a lock.
inline constinit stm::engine::atomic<int> observers{0};
/// Whether the calling thread is in call_observer::see().
[[nodiscard]] bool observes_here();

/// Whether a call that is being made is to be observed.
[[nodiscard]] inline bool is_observed() {
  return observers.load(std::memory_order_relaxed) > 0 && !observes_here();
}

/// Tells what happens to one call from when it is sent; it lives as long as the call is kept.
class call_trace {
 public:
  call_trace(const served_actor& to, const void* function) noexcept;
  ~call_trace();
  call_trace(const call_trace&) = delete;
  call_trace& operator=(const call_trace&) = delete;

  /// Runs the body, as the handler of the call.
  template <class Body>
  std::invoke_result_t<Body&> run(Body&& body) {
    handling now{*this};
    try {
      return body();
    } catch (...) {
      now.fail(std::current_exception());
      throw;
    }
  }

 private:
  /// While it lives, the calling thread runs the handler of the call.
  class handling {
   public:
    explicit handling(call_trace& of) noexcept;
    ~handling();
    handling(const handling&) = delete;
    handling& operator=(const handling&) = delete;
    void fail(const std::exception_ptr& failure) noexcept;

   private:
    call_trace& of_;
    std::uint64_t outer_;
    bool failed_ = false;
  };

  traced_call call_;
  bool has_begun_ = false;
};

}  // namespace actors::runtime
