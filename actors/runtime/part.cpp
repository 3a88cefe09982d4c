// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/part.hpp>

#include <actors/runtime/log.hpp>

#include <new>
#include <stdexcept>
#include <string>

namespace actors::runtime {
namespace {

/// The name of the class without the namespaces around it.
std::string short_name(const std::type_info& type) {
  const std::string full = name_of(type);
  const auto last = full.rfind("::", full.find('<'));
  return last == full.npos ? full : full.substr(last + 2);
}

}  // namespace

part::part(stage& on, const options& how)
    : stage_{on}, self_{nullptr, {}, {}, nullptr}, door_{how.mailbox_limit, how.full} {
  if (how.mailbox_limit == 0)
    throw std::invalid_argument{"options::mailbox_limit is 0: such a mailbox takes no message"};
}

void part::appear(actor_core& self, const std::type_info& type) {
  stage_.join(self_, short_name(type));
  self_.core = &self;
}

void part::start(actor_core& owned) {
  stage_.check_thread();
  if (!owned.settle()) ready(owned);
}

void part::ready(actor_core&) noexcept {
  stage_.ready(self_);
}

bool part::works_here() const noexcept {
  return stage_.is_here() && serving::here();
}

void part::wake_at(actor_core&, clock::time_point time) {
  if (!self_.message) self_.message = std::make_unique<wake_up>();
  self_.alarm = time;
}

void part::cancel_wake_up(actor_core&) noexcept {
  self_.message = nullptr;
}

event::news part::await(event& answered) {
  try {
    if (ends_) serve_until(answered);
    static_cast<void>(stage_.await(self_, answered, clock::time_point::max(), false));
  } catch (const std::bad_alloc&) {
    // No step of the rehearsal can be written down. What is left needs no memory, and ends: all
    // that lies before the message in this one mailbox.
    serve_until(answered);
    let_go_of(answered);
    throw;
  } catch (...) {
    let_go_of(answered);
    throw;
  }
  return event::news::done;
}

void part::serve_until(const event& answered) {
  while (!answered.signalled() && stage_.serve(self_)) {
  }
}

/// The message lies on the stack: it has to be out of the mailbox before the wait is left.
void part::let_go_of(const event& answered) {
  if (answered.signalled()) return;
  self_.core->stop_now();
  serve_until(answered);
}

}  // namespace actors::runtime
