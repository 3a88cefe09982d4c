// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/mutex.hpp>

#include <boost/thread/lock_types.hpp>

namespace actors::runtime {

class actor_core;

/// An actor's way out to another actor. The actor at the other end knows of it and unbinds it when
/// it closes, so an outlet never leads to an actor that is gone.
class outlet {
 public:
  outlet(const outlet&) = delete;
  outlet& operator=(const outlet&) = delete;

  /// From now on calls find no target, also those that wait at a full mailbox. Waits for a call
  /// that is just being put into one.
  void unbind();

  /// Unbinds each outlet of an actor's list of inlets.
  static void unbind_all(outlet*& inlets);

 protected:
  outlet() = default;
  ~outlet() { unbind(); }

  /// unbind(), if it still leads to `target`, and its actor has been told to stop.
  void unbind_from(const void* target);
  /// Leads to `target` of the actor `to` from now on. Throws actor_stopped if that has been told to
  /// stop.
  void bind_to(actor_core& to, void* target);

  /// Takes a place in the mailbox of `to`, the actor of target_. Blocks where that is full, with
  /// the mutex, which `lock` holds, unlocked meanwhile. False: it leads elsewhere now.
  [[nodiscard]] bool enter(actor_core& to, boost::unique_lock<mutex>& lock);

  mutex mutex_;
  void* target_ = nullptr;  // guarded by mutex_; what to call, null: unbound

 private:
  class held_up;

  void unlink();
  void lead_to(void* target);

  held_up* held_up_ =
      nullptr;  // guarded by mutex_; the calls that wait at the mailbox of the target
  // Guarded by the mutex of all bindings:
  actor_core* to_ = nullptr;
  outlet* next_ = nullptr;  // of the inlets of *to_
};

}  // namespace actors::runtime
