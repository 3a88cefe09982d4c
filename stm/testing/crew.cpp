// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/crew.hpp>

#include <stm/engine/sync.hpp>
#include <stm/engine/thread_slot.hpp>

#include <bit>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>

namespace stm::testing {
namespace {

constexpr threads only(int number) {
  return threads{1} << number;
}
constexpr threads all_hands = only(crew::first_started) - 1;
constexpr threads all_started = only(crew::director) - only(crew::first_started);

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "by something that is no std::exception";
  }
}

}  // namespace

class crew::member final : public engine::newcomer, public std::enable_shared_from_this<member> {
 public:
  static inline constinit thread_local member* here = nullptr;

  explicit member(crew& of, int n = order_source::nobody) : team{of}, number{n} {}

  /// From now on the calling thread, who has the turn, is this one.
  void follow() {
    here = this;
    engine::schedule_hook = [] { here->team.step(*here); };
    engine::expect_newcomer = []() -> std::shared_ptr<engine::newcomer> {
      return std::make_shared<member>(here->team);
    };
  }
  static void follow_no_more() {
    here = nullptr;
    engine::schedule_hook = nullptr;
    engine::expect_newcomer = nullptr;
  }

  void started() override { team.add_started(shared_from_this()); }
  void begin() override {
    // Constructed before all other thread_local objects, so it is destroyed after them.
    static thread_local const farewell last{shared_from_this()};
    turn.await();
    follow();
  }
  void await_end() override {
    while (!has_left) {
      engine::coming_sleep = {.until = std::chrono::steady_clock::time_point::max()};
      team.sleep(*here);
    }
  }

  crew& team;
  int number;
  baton turn;
  std::function<void()>* work = nullptr;
  std::chrono::steady_clock::time_point until{};  // of its sleep
  std::exception_ptr failure;
  bool has_left = false;
  // Of a hand:
  std::thread handle;
  baton has_slot;

 private:
  struct farewell {
    std::shared_ptr<member> self;

    explicit farewell(std::shared_ptr<member> of) : self{std::move(of)} {}
    ~farewell() {
      follow_no_more();
      self->team.leave(*self);
    }
  };
};

crew::crew() = default;

crew::~crew() {
  is_dismissed_ = true;
  for (auto& each : hands_) each->turn.give();
  for (auto& each : hands_) each->handle.join();
}

crew::direction::direction(crew& team)
    : team_{team}, self_{std::make_shared<member>(team, director)} {
  team.members_[director] = self_;
  team.alive_ = only(director);
  team.asleep_ = team.waiting_ = 0;
  team.steps_aside_ = 0;
  team.order_.clear();
  self_->follow();
}

crew::direction::~direction() {
  while (const threads left = team_.alive_ & all_started) {
    const auto first = team_.members_[static_cast<std::size_t>(std::countr_zero(left))];
    first->await_end();
  }
  member::follow_no_more();
}

crew::run_result crew::run(std::vector<std::function<void()>>& works, order_source& source) {
  const auto count = works.size();
  // Whether a thread finds a slot or has to add one, it does so in each run.
  engine::thread_slot::add_free(director);
  while (hands_.size() < count) hire();
  engine::thread_slot::begin_anew_after_threads();
  for (std::size_t i = 0; i < count; ++i) {
    members_[i] = hands_[i];
    hands_[i]->work = &works[i];
  }
  last_ = order_source::nobody;
  steps_ = 0;
  fingerprint_ = 0xcbf29ce484222325u;  // FNV-1a, Fowler, Noll, Vo (1991)
  source.begin(static_cast<int>(count));
  if (count > 0) {
    source_ = &source;
    alive_ = (alive_ & all_started) | (only(static_cast<int>(count)) - 1);
    waiting_ = 0;
    hand_on(choose());
    members_[director]->turn.await();
  }
  run_result result{order(), fingerprint_, steps_, steps_ > most_steps, nullptr};
  for (std::size_t i = count; i-- > 0;)
    if (auto failure = std::exchange(hands_[i]->failure, nullptr)) result.failure = failure;
  return result;
}

void crew::hire() {
  const auto fresh = std::make_shared<member>(*this, static_cast<int>(hands_.size()));
  hands_.reserve(hands_.size() + 1);
  fresh->handle = std::thread{[this, self = fresh.get()] {
    // One after the other: those who look at the slots of all find them in the same order.
    static_cast<void>(engine::thread_slot::mine());
    self->has_slot.give();
    live(*self);
  }};
  fresh->has_slot.await();
  hands_.push_back(fresh);
}

/// A hand's life: its part of one run after the other.
void crew::live(member& self) {
  for (;;) {
    self.turn.await();
    if (is_dismissed_) return;
    try {
      // Each run is as the first one of a replay.
      engine::thread_slot::mine().begin_anew(static_cast<unsigned>(self.number));
      self.follow();
      (*self.work)();
    } catch (...) {
      self.failure = std::current_exception();
    }
    member::follow_no_more();
    leave(self);
  }
}

void crew::leave(member& self) {
  alive_ &= ~only(self.number);
  self.has_left = true;
  waiting_ = 0;  // its end is a change
  // Who joins a thread sleeps until it has left.
  if (only(self.number) & all_started) asleep_ = 0;
  if (source_ && !(alive_ & all_hands)) {
    source_ = nullptr;
    alive_ |= only(director);
  }
  hand_on(choose());
}

void crew::add_started(std::shared_ptr<member> fresh) {
  const threads free = all_started & ~alive_;
  if (!free) give_up("more threads were started than can be told apart");
  fresh->number = std::countr_zero(free);
  alive_ |= only(fresh->number);
  asleep_ &= ~only(fresh->number);
  members_[static_cast<std::size_t>(fresh->number)] = std::move(fresh);
}

/// Another one may come in before the step of this one.
void crew::step(member& self) {
  const threads me = only(self.number);
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
  if (alive_ == only(director))
    return;  // nobody else is there, and it may take as long as it likes
  const int next = choose();
  if (next == self.number) return;
  hand_on(next);
  self.turn.await();
}

void crew::sleep(member& self) {
  const threads me = only(self.number);
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
    const threads last = last_ == order_source::nobody ? 0 : only(last_);
    waiting_ = std::popcount(awake) > 1 ? awake & last : 0;
  }
  return awake & ~waiting_;
}

int crew::choose() {
  const threads able = ready();
  if (!source_) return last_ = choose_aside(able);
  if (steps_ == most_steps) ending_ = random_walk{1};  // the same in each run
  order_source& source = steps_ < most_steps ? *source_ : ending_;
  const int next = source.next(able ? able : only(wake_latecomer()), last_);
  note(next);
  return next;
}

/// Before and after the works: the director goes on as long as it can, so there is one order.
int crew::choose_aside(threads able) {
  if (++steps_aside_ > steps_without_end) give_up("what comes before or after a run does not end");
  if (!able) return wake_latecomer();
  return able & only(director) ? director : std::countr_zero(able);
}

/// The sleeper whose time comes first.
int crew::wake_latecomer() {
  int first = order_source::nobody;
  auto time = std::chrono::steady_clock::time_point::max();
  for (threads left = alive_ & asleep_; left; left &= left - 1) {
    const int each = std::countr_zero(left);
    if (const auto until = members_[static_cast<std::size_t>(each)]->until; until < time)
      time = until, first = each;
  }
  if (first == order_source::nobody) give_up("all threads sleep, and nothing wakes them");
  return first;
}

void crew::hand_on(int next) {
  // It may leave, and be forgotten, before give() has returned.
  const auto kept = members_[static_cast<std::size_t>(next)];
  kept->turn.give();
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
  for (const auto& each : hands_) {
    if (each->failure)
      std::fprintf(
          stderr, "thread %d has failed: %s\n", each->number, text_of(each->failure).c_str());
  }
  std::fprintf(stderr, "%s; the order was: %s\n", why, order().c_str());
  std::abort();
}

}  // namespace stm::testing
