// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/crew.hpp>

#include <stm/engine/sync.hpp>

#include <bit>
#include <cstdio>
#include <cstdlib>

namespace stm::testing {

crew::~crew() {
  is_dismissed_ = true;
  for (member& each : members_) each.turn.give();
  for (member& each : members_) each.handle.join();
}

crew::run_result crew::run(std::vector<std::function<void()>>& works, order_source& source) {
  while (members_.size() < works.size()) {
    member& fresh = members_.emplace_back(static_cast<int>(members_.size()));
    fresh.handle = std::thread{[this, &fresh] { live(fresh); }};
  }
  const auto count = works.size();
  for (std::size_t i = 0; i < count; ++i) members_[i].work = &works[i];
  source_ = &source;
  alive_ = (threads{1} << count) - 1;
  asleep_ = waiting_ = 0;
  last_ = order_source::nobody;
  steps_ = 0;
  fingerprint_ = 0xcbf29ce484222325u;  // FNV-1a, Fowler, Noll, Vo (1991)
  order_.clear();
  source.begin(static_cast<int>(count));
  if (count > 0) {
    hand_on(choose());
    over_.await();
  }
  run_result result{order(), fingerprint_, steps_, steps_ > most_steps, nullptr};
  for (std::size_t i = count; i-- > 0;)
    if (auto failure = std::exchange(members_[i].failure, nullptr)) result.failure = failure;
  return result;
}

/// A member's life: its part of one run after the other.
void crew::live(member& self) {
  in_use = this;
  own = &self;
  for (;;) {
    self.turn.await();
    if (is_dismissed_) return;
    engine::schedule_hook = [] { in_use->step(*own); };
    try {
      (*self.work)();
    } catch (...) {
      self.failure = std::current_exception();
    }
    engine::schedule_hook = nullptr;
    alive_ &= ~(threads{1} << self.number);
    waiting_ = 0;  // its end is a change
    if (alive_) {
      hand_on(choose());
    } else {
      over_.give();
    }
  }
}

/// Another one may come in before the step of this one.
void crew::step(member& self) {
  const threads me = threads{1} << self.number;
  switch (engine::coming_step) {
    case engine::step::look:
      break;
    case engine::step::change:
      waiting_ = 0;
      break;
    case engine::step::give_way:
      waiting_ |= me;
      break;
    case engine::step::sleep:
      return sleep(self);
    case engine::step::wake:
      asleep_ = waiting_ = 0;
      break;
  }
  const int next = choose();
  if (next == self.number) return;
  hand_on(next);
  self.turn.await();
}

void crew::sleep(member& self) {
  const threads me = threads{1} << self.number;
  self.until = engine::coming_sleep.until;
  asleep_ |= me;
  if (const int next = choose(); next != self.number) {
    hand_on(next);
    self.turn.await();
  }
  engine::coming_sleep.is_over = true;
  // Whoever is woken by others is not asleep when its turn comes.
  engine::coming_sleep.is_late = asleep_ & me;
  asleep_ &= ~me;
}

/// Those who can make a step. One who waits for a change is not asked again before there is one, as
/// long as another one can go on.
threads crew::ready() {
  const threads awake = alive_ & ~asleep_;
  if (!(awake & ~waiting_)) {
    // All who are awake wait: not for the one who found that last, if there are others.
    const threads last = last_ == order_source::nobody ? 0 : threads{1} << last_;
    waiting_ = std::popcount(awake) > 1 ? awake & last : 0;
  }
  return awake & ~waiting_;
}

int crew::choose() {
  const threads able = ready();
  order_source& source = steps_ < most_steps ? *source_ : ending_;
  const int next = able ? source.next(able, last_) : wake_latecomer();
  note(next);
  return next;
}

/// The sleeper whose time comes first.
int crew::wake_latecomer() {
  int first = order_source::nobody;
  auto time = std::chrono::steady_clock::time_point::max();
  for (threads left = alive_ & asleep_; left; left &= left - 1) {
    const int each = std::countr_zero(left);
    if (const auto until = members_[static_cast<std::size_t>(each)].until; until < time)
      time = until, first = each;
  }
  if (first == order_source::nobody) give_up("all threads sleep, and nothing wakes them");
  return first;
}

void crew::hand_on(int next) {
  members_[static_cast<std::size_t>(next)].turn.give();
}

void crew::note(int next) {
  if (++steps_ > steps_without_end) give_up("a run does not end");
  fingerprint_ = (fingerprint_ ^ static_cast<unsigned>(next + 1)) * 0x100000001b3u;
  if (order_.empty() || order_.back().first != next) order_.emplace_back(next, 0);
  ++order_.back().second;
  last_ = next;
}

std::string crew::order() const {
  std::string text;
  for (const auto& [thread, steps] : order_)
    text += (text.empty() ? "" : " ") + std::to_string(thread) + '*' + std::to_string(steps);
  return text;
}

void crew::give_up(const char* why) const {
  std::fprintf(stderr, "%s; the order was: %.4000s\n", why, order().c_str());
  std::abort();
}

}  // namespace stm::testing
