// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/outlet.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>

#include <boost/thread/lock_guard.hpp>

#include <utility>

namespace actors::runtime {
namespace {

// Of all bindings of the process: they change rarely. Locked before the mutex of an outlet, which
// alone guards a call.
boost::mutex bindings_mutex;

}  // namespace

void outlet::bind_to(actor_core& to, void* target) {
  boost::lock_guard<boost::mutex> bindings{bindings_mutex};
  // An actor unbinds all after it refuses: either this sees that it refuses, or it will find this
  // outlet.
  if (to.stopping()) throw actor_stopped{};
  unlink();
  to_ = &to;
  next_ = std::exchange(to.inlets_, this);
  boost::lock_guard<boost::mutex> lock{mutex_};
  target_ = target;
}

void outlet::unbind() {
  boost::lock_guard<boost::mutex> bindings{bindings_mutex};
  unlink();
  boost::lock_guard<boost::mutex> lock{mutex_};
  target_ = nullptr;
}

void outlet::unbind_from(const void* target) {
  boost::lock_guard<boost::mutex> bindings{bindings_mutex};
  boost::lock_guard<boost::mutex> lock{mutex_};
  if (target_ != target) return;
  unlink();
  target_ = nullptr;
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
  boost::lock_guard<boost::mutex> bindings{bindings_mutex};
  while (inlets) {
    outlet& first = *inlets;
    inlets = std::exchange(first.next_, nullptr);
    first.to_ = nullptr;
    boost::lock_guard<boost::mutex> lock{first.mutex_};
    first.target_ = nullptr;
  }
}

}  // namespace actors::runtime
