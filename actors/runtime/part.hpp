// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>
#include <actors/runtime/admission.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/stage.hpp>

#include <typeinfo>

namespace actors::runtime {

/// The executor of one actor of a rehearsal.
class part final : public executor {
 public:
  /// Throws std::invalid_argument for a limit of 0.
  part(stage& on, const options& how);
  /// Now the actor is there. Throws std::logic_error on another thread than that of the rehearsal.
  void appear(actor_core& self, const std::type_info& type);
  ~part() {
    if (self_.core) stage_.leave(self_);
  }

  /// From now on its end is waited for, and nobody else is served meanwhile.
  void ends() noexcept { ends_ = true; }

  void start(actor_core& owned) override;
  void ready(actor_core& owned) noexcept override;
  /// In a handler: an idle actor is served in place.
  [[nodiscard]] bool works_here() const noexcept override;
  [[nodiscard]] admission* limit() noexcept override { return &door_; }
  void check_sender() const override { stage_.check_thread(); }
  void check_stop() const noexcept override { stage_.check_thread_for(self_); }
  [[nodiscard]] clock::time_point now() const override { return stage_.now(); }
  void wake_at(actor_core& resting, clock::time_point time) override;
  void cancel_wake_up(actor_core& resting) noexcept override;
  [[nodiscard]] bool runs_on_waiters() const noexcept override { return true; }
  event::news await(event& answered) override;
  [[nodiscard]] bool await_until(event& answered, clock::time_point time) override {
    return stage_.await(self_, answered, time, true);
  }

 private:
  void serve_until(const event& answered);
  void let_go_of(const event& answered);

  stage& stage_;
  stage::member self_;
  admission door_;
  bool ends_ = false;
};

}  // namespace actors::runtime
