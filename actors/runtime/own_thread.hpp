// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/mutex.hpp>
#include <actors/runtime/system_thread.hpp>

namespace actors::runtime {

/// One thread for one actor. It sleeps while there is nothing to do.
class own_thread final : public executor {
 public:
  own_thread() = default;
  ~own_thread() { end(); }

  /// Waits for the thread's end; the actor has closed before.
  void end() noexcept;

  void start(actor_core& owned) override;
  void ready(actor_core&) noexcept override { given_.signal(); }
  void interrupt() noexcept override;
  void wake_at(actor_core& resting, clock::time_point time) override;
  void cancel_wake_up(actor_core& resting) noexcept override;

 private:
  event given_;           // signalled by whoever has claimed the actor for the thread
  mutex mutex_;           // also while its end is waited for: a stop may be under way
  system_thread thread_;  // guarded by mutex_
};

}  // namespace actors::runtime
