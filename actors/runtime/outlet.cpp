// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/outlet.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/admission.hpp>

#include <boost/thread/lock_guard.hpp>

#include <exception>
#include <utility>

namespace actors::runtime {
namespace {

// Of all bindings of the process: they change rarely. Locked before the mutex of an outlet, which
// alone guards a call.
mutex& bindings_mutex() {
  return mutex_of_process<outlet>();
}

}  // namespace

void outlet::bind_to(actor_core& to, void* target) {
  boost::lock_guard<mutex> bindings{bindings_mutex()};
  // An actor unbinds all after it refuses: either this sees that it refuses, or it will find this
  // outlet.
  if (to.stopping()) throw actor_stopped{};
  unlink();
  to_ = &to;
  next_ = std::exchange(to.inlets_, this);
  boost::lock_guard<mutex> lock{mutex_};
  lead_to(target);
}

void outlet::unbind() {
  boost::lock_guard<mutex> bindings{bindings_mutex()};
  unlink();
  boost::lock_guard<mutex> lock{mutex_};
  lead_to(nullptr);
}

void outlet::unbind_from(const void* target) {
  boost::lock_guard<mutex> bindings{bindings_mutex()};
  boost::lock_guard<mutex> lock{mutex_};
  // Not from an actor that has come to the same place since: that one has not been told to stop.
  if (target_ != target || !to_ || !to_->stopping()) return;
  unlink();
  lead_to(nullptr);
}

/// Takes it out of the inlets of its target; bindings_mutex is held.
void outlet::unlink() {
  if (!to_) return;
  outlet** link = &to_->inlets_;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
  to_ = nullptr;
}

void outlet::unbind_all(outlet*& inlets) {
  boost::lock_guard<mutex> bindings{bindings_mutex()};
  while (inlets) {
    outlet& first = *inlets;
    inlets = std::exchange(first.next_, nullptr);
    first.to_ = nullptr;
    boost::lock_guard<mutex> lock{first.mutex_};
    first.lead_to(nullptr);
  }
}

/// A call that waits at a full mailbox, on the stack of its caller.
class outlet::held_up {
 public:
  held_up(outlet& by, actor_core& to)
      : sender{*to.executor_->limit(), to, *to.executor_, clock::time_point::max()},
        next{std::exchange(by.held_up_, this)} {}

  admission::sender sender;
  held_up* next;
  bool dismissed = false;  // the outlet leads elsewhere, and the actor may be gone
};

/// Those who wait for the target before need not any longer; mutex_ is held.
void outlet::lead_to(void* target) {
  target_ = target;
  while (held_up_) {
    held_up& first = *std::exchange(held_up_, held_up_->next);
    first.dismissed = true;
    first.sender.dismiss();
  }
}

bool outlet::enter(actor_core& to, boost::unique_lock<mutex>& lock) {
  if (to.enter_now()) return true;
  held_up self{*this, to};
  lock.unlock();
  std::exception_ptr interruption;
  try {
    static_cast<void>(self.sender.wait_until(clock::time_point::max()));  // which does not come
  } catch (...) {
    interruption = std::current_exception();
  }
  lock.lock();
  if (!self.dismissed) {
    held_up** link = &held_up_;
    while (*link != &self) link = &(*link)->next;
    *link = self.next;
    if (interruption) self.sender.give_up();
  }
  if (interruption) std::rethrow_exception(interruption);
  return !self.dismissed;
}

}  // namespace actors::runtime
