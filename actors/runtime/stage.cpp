// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/stage.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

namespace actors::runtime {

stage::~stage() {
  if (members_.empty()) return;
  std::fprintf(stderr, "a rehearsal was destroyed before %zu of its actors\n", members_.size());
  std::terminate();
}

void stage::join(member& one, const std::string& class_name) {
  check_thread();
  int& number = numbers_[class_name];
  one.name = class_name + ' ' + std::to_string(number + 1);
  ready_.reserve(members_.size() + 1);  // so that ready() cannot fail
  members_.push_back(&one);
  // Nothing throws from here on: who could not join is no member, and has no number.
  ++number;
}

void stage::leave(member& one) noexcept {
  std::erase(members_, &one);
}

void stage::ready(member& one) noexcept {
  check_thread_for(one);
  ready_.push_back(&one);
}

void stage::check_thread_for(const member& one) const noexcept {
  if (is_here()) return;
  std::fprintf(stderr, "%s: another thread than that of its rehearsal stopped or joined it\n",
               one.name.c_str());
  std::terminate();
}

void stage::check_thread() const {
  if (!is_here())
    throw std::logic_error{"a rehearsed actor is called by the thread of its rehearsal alone"};
}

bool stage::serve(member& one) {
  const auto place = std::find(ready_.begin(), ready_.end(), &one);
  if (place == ready_.end()) return false;
  ready_.erase(place);
  one.core->serve({nullptr, 1, true});
  return true;
}

bool stage::step() {
  check_thread();
  if (serving::here()) throw std::logic_error{"a handler cannot make steps of its rehearsal"};
  return one_step();
}

bool stage::one_step() {
  ring();
  if (ready_.empty()) return false;
  std::vector<const std::string*> names;
  for (const member* each : ready_) names.push_back(&each->name);
  member& next = *ready_[casting_.choose(names)];
  order_.push_back(next.name);
  casting_.next();  // only now: where there was no memory the same step is made later
  serve(next);
  return true;
}

void stage::count(std::size_t& steps) const {
  if (++steps > most_steps_)
    throw std::logic_error{"still not done after " + std::to_string(most_steps_) +
                           " steps of the rehearsal; the last one was of " + order_.back()};
}

std::size_t stage::run() {
  std::size_t steps = 0;
  while (step()) count(steps);
  return steps;
}

void stage::advance_to(clock::time_point time) {
  check_thread();
  if (serving::here()) {
    now_ = std::max(now_, time);
    return;
  }
  std::size_t steps = 0;
  for (;;) {
    while (one_step()) count(steps);
    const auto next = next_alarm();
    if (next > time || next == clock::time_point::max()) break;
    now_ = next;
  }
  now_ = std::max(now_, time);
}

std::string stage::order() const {
  std::string all;
  for (const std::string& each : order_) all += (all.empty() ? "" : ", ") + each;
  return all;
}

bool stage::await(member& target, const event& answered, clock::time_point time,
                  bool may_pass_time) {
  check_thread();
  const bool in_handler = serving::here() != nullptr;
  std::size_t steps = 0;
  for (;;) {
    if (now_ > time) return false;
    if (answered.signalled()) return true;
    if (in_handler ? serve(target) : one_step()) {
      count(steps);
      continue;
    }
    const auto next = in_handler || !may_pass_time ? clock::time_point::max() : next_alarm();
    const auto until = std::min(next, time);
    if (until == clock::time_point::max())
      throw std::logic_error{target.name + " is waited for, and nothing is left that could end it"};
    now_ = std::max(now_, until);
    if (next > time) return false;
  }
}

/// When the next rest ends, or the last time there is.
clock::time_point stage::next_alarm() const {
  auto first = clock::time_point::max();
  for (const member* each : members_) {
    if (each->message) first = std::min(first, each->alarm);
  }
  return first;
}

/// Ends each rest whose time has come: the last time there is never comes.
void stage::ring() {
  for (member* each : members_) {
    if (each->message && each->alarm <= now_ && each->alarm != clock::time_point::max())
      wake_up::send(std::move(each->message), *each->core);
  }
}

}  // namespace actors::runtime
