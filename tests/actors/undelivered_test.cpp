// SPDX-License-Identifier: BSL-1.0
#include <actors/undelivered.hpp>

#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/pooled.hpp>
#include <actors/running.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace {

/// Handles `wanted` of what it had not handled when it was stopped.
class finisher : public actors::actor {
 public:
  explicit finisher(int w) : wanted{w} {}

  actors::actor_method<void(int, support::counted)> note{
      this, [this](int n, const support::counted&) {
        if (n < 0) throw std::runtime_error{"negative"};
        handled.push_back(n);
      }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::actor_function<int()> ask{this, [] { return 1; }};

  int wanted;
  std::size_t left = 0;
  int errors = 0;
  bool more = true;
  bool before_the_end = false;
  bool ended = false;
  std::thread::id there;
  std::vector<int> handled;

 protected:
  void on_undelivered(actors::undelivered& messages) override {
    left = messages.size();
    before_the_end = !ended;
    there = std::this_thread::get_id();
    for (int i = 0; i < wanted; ++i) more = messages.run_next();
  }
  void on_error(std::exception_ptr) override { ++errors; }
  void on_stop() override { ended = true; }
};

void stop_with_three_left(finisher& a) {
  support::gate never;
  a.hold(&never);
  never.wait_for();
  auto asked = a.ask.async();
  a.note(1, support::counted{});
  a.note(-2, support::counted{});
  a.note(3, support::counted{});
  a.stop_now();
  never.open();  // a handler on a thread of a pool is not interrupted there
  a.join();
  CHECK_THROWS_AS(asked.get(), actors::actor_stopped);
}

}  // namespace

TEST_CASE("an actor stopped at once can handle what nobody waits for after all, oldest first") {
  support::counted::reset();
  actors::running<finisher> a{5};
  stop_with_three_left(a);
  CHECK(a.left == 3);
  CHECK(a.handled == std::vector<int>{1, 3});
  CHECK(a.errors == 1);
  CHECK_FALSE(a.more);
  CHECK(a.before_the_end);
  CHECK(a.there != std::this_thread::get_id());
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("so can a pooled one, on the thread that serves it") {
  const support::deadline limit{"what a pooled actor has not handled"};
  support::counted::reset();
  actors::pool workers{1};
  actors::pooled<finisher> a{workers, actors::options{.on_callers = false}, 5};
  stop_with_three_left(a);
  CHECK(a.left == 3);
  CHECK(a.handled == std::vector<int>{1, 3});
  CHECK(a.errors == 1);
  CHECK(a.before_the_end);
  CHECK(a.there != std::this_thread::get_id());
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("what is left of the undelivered is dropped") {
  support::counted::reset();
  actors::running<finisher> a{1};
  stop_with_three_left(a);
  CHECK(a.handled == std::vector<int>{1});
  CHECK(a.more);
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("nothing is undelivered when an actor has handled all") {
  actors::running<finisher> a{1};
  a.note(1, support::counted{});
  a.stop();
  a.join();
  CHECK(a.left == 0);
  CHECK(a.there == std::thread::id{});
}
