// SPDX-License-Identifier: BSL-1.0
#include <actors/undelivered.hpp>

#include <actors/runtime/message.hpp>

namespace actors {

undelivered::~undelivered() {
  while (size_ > 0) take_first().stopped();
}

bool undelivered::run_next() {
  if (size_ == 0) return false;
  take_first().handle(self_);
  return true;
}

void undelivered::add(runtime::message& m) {
  m.next = nullptr;
  (last_ ? last_->next : first_) = &m;
  last_ = &m;
  ++size_;
}

runtime::message& undelivered::take_first() {
  runtime::message& first = *first_;
  first_ = first.next;
  if (!first_) last_ = nullptr;
  --size_;
  return first;
}

}  // namespace actors
