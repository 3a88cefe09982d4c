// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

class actor_core;

/// Brings a thread to an actor that has something to do.
class executor {
 public:
  executor() = default;
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;

  /// Makes the actor be served for the first time. The caller owns the actor and hands it over. May
  /// throw, and has not taken the actor then.
  virtual void start(actor_core& owned) = 0;
  /// Makes it be served again. The caller owns the actor and hands it over: its last touch of the
  /// actor.
  virtual void ready(actor_core& owned) noexcept = 0;
  /// The actor has been told to stop at once: wakes its handler if that is blocked in a wait.
  virtual void interrupt() noexcept = 0;

 protected:
  ~executor() = default;
};

}  // namespace actors::runtime
