// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/steps.hpp>

#include <chrono>
#include <optional>
#include <type_traits>
#include <variant>

namespace actors {

/// An actor with a main(): a coroutine that it runs step by step, and between two steps it handles
/// its messages.
///
///   actors::steps main() override {
///     for (;;) {
///       tick();
///       co_await actors::sleep_for(10ms);
///     }
///   }
///
/// It sleeps while main() does, whoever serves it. When main() returns the actor stops, as by
/// stop(). What main() throws goes to on_error(); main() is over then. An actor that is told to
/// stop ends main() where it stands, at its next co_yield or co_await: its variables are destroyed
/// before on_stop().
class stepping : public actor {
 protected:
  virtual steps main() = 0;

 private:
  bool process() final {
    if (!main_) main_.emplace(main());
    if (main_->done()) return false;
    if (now() < not_before_) {
      rest_until(not_before_);  // woken by an alarm of an earlier rest
    } else {
      rest_as(main_->step());
    }
    return !main_->done();
  }
  void end_process() noexcept final { main_.reset(); }

  void rest_as(const steps::pause& wanted) {
    std::visit(
        [this](auto wait) {
          using kind = decltype(wait);
          if constexpr (std::is_same_v<kind, next_message_t>) {
            rest();
          } else if constexpr (!std::is_same_v<kind, next_step_t>) {
            sleep(wait);
          }
        },
        wanted);
  }
  void sleep(std::chrono::duration<double> time) { sleep(runtime::deadline_after(now(), time)); }
  void sleep(std::chrono::steady_clock::time_point time) {
    not_before_ = time;
    if (now() < time) rest_until(time);
  }

  std::optional<steps> main_;
  std::chrono::steady_clock::time_point not_before_{};  // main() sleeps until then
};

}  // namespace actors
