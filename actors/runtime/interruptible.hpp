// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

namespace actors::runtime {

class served_actor;

/// While it lives, the calling thread sleeps by its parker in a handler, and the end of the
/// innermost actor it serves wakes it with boost::thread_interrupted.
///
/// That works on every thread, also on one that belongs to nobody here and only runs its own call
/// in place. A thread that serves no actor is not concerned.
class interruptible {
 public:
  enum class by : bool {
    stop_now,  // by stop_now() alone
    stop       // by stop() too
  };

  /// Throws boost::thread_interrupted if the actor has been told so already.
  interruptible(stm::engine::parker& sleeper, by least);
  ~interruptible();
  interruptible(const interruptible&) = delete;
  interruptible& operator=(const interruptible&) = delete;

  /// Interrupts the sleep of a handler of the actor, if there is one that `told` ends. Called after
  /// the actor has been told, so that one that is about to sleep sees it itself.
  static void interrupt(const served_actor& actor, by told) noexcept;

 private:
  [[nodiscard]] bool is_told() const;
  void leave() noexcept;

  const served_actor* actor_;  // null: none, and it is not in the list
  stm::engine::parker* sleeper_;
  by least_;
  interruptible* next_ = nullptr;  // guarded by the mutex of the list
};

/// Makes waits of transactions in handlers interruptible, and such of a pool's workers known to the
/// pool. Once is enough, more does no harm.
void watch_waiting_transactions();

}  // namespace actors::runtime
