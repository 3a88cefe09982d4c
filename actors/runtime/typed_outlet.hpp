// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_method.hpp>
#include <actors/runtime/outlet.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>

#include <memory>

namespace actors::runtime {

/// An outlet for calls with these arguments; what late_bind and late_bind_safe have in common.
template <class... Args>
class typed_outlet : public outlet {
 public:
  /// Calls go to `to` from now on, until it stops, is bound elsewhere or unbound. Throws
  /// actor_stopped if its actor has been told to stop. From any thread, at any time, but not from
  /// the constructor of that actor.
  void bind(actor_method<void(Args...)>& to) { bind_to(*to.self_, &to); }
  /// False also once the actor at the other end has stopped.
  [[nodiscard]] bool bound() {
    boost::lock_guard<mutex> lock{mutex_};
    return target_ != nullptr;
  }

 protected:
  using call = typename actor_method<void(Args...)>::call;

  typed_outlet() = default;
  ~typed_outlet() = default;

  /// Sends the call to the target, or returns false: there is none. `refused` is the call then if
  /// there was a target that has been told to stop; the arguments are untouched otherwise.
  bool send(std::unique_ptr<call>& refused, Args&... args) {
    boost::unique_lock<mutex> lock{mutex_};
    while (auto* const to = static_cast<actor_method<void(Args...)>*>(target_)) {
      to->prepare(refused, args...);
      if (!this->enter(*to->self_, lock)) continue;
      if (to->deliver(refused)) return true;
      lock.unlock();
      this->unbind_from(to);
      return false;
    }
    return false;
  }
};

}  // namespace actors::runtime
