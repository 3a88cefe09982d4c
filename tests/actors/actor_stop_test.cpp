// SPDX-License-Identifier: BSL-1.0
// How an actor ends, and what becomes of what it was sent.
#include <actors/actor.hpp>

#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread.hpp>

#include <vector>

using namespace std::chrono_literals;

namespace {

/// Has a handler that no interruption ends: the interruption is still to come afterwards.
class unmoved : public recorder {
 public:
  actors::actor_method<void(support::gate*)> finish{
      this, [this](support::gate* g) {
        const boost::this_thread::disable_interruption off;
        g->pass();
        noted.push_back(100);
      }};
};

}  // namespace

TEST_CASE("stop lets the actor handle what was sent before and refuses what comes after") {
  support::gate g;
  actors::running<recorder> a;
  a.hold(&g);
  a.note(0);
  auto answer = a.all.async();
  a.note(1);
  a.stop();
  CHECK(a.stopping());
  CHECK_THROWS_AS(a.note(2), actors::actor_stopped);
  CHECK_THROWS_AS(a.all(), actors::actor_stopped);
  CHECK_THROWS_AS(static_cast<void>(a.all.async()), actors::actor_stopped);
  CHECK_THROWS_AS(a.all.within(1h), actors::actor_stopped);
  g.open();
  a.join();
  CHECK(answer.get() == up_to(1));
  CHECK(a.noted == up_to(2));
  CHECK(a.left == 0);
}

TEST_CASE(
    "stop_now finishes the message in hand, answers what waits and hands over what nobody waits "
    "for") {
  support::gate g;
  actors::running<unmoved> a;
  a.finish(&g);
  g.wait_for();
  a.note(0);
  auto answer = a.all.async();
  a.note(1);
  a.stop_now();
  CHECK_THROWS_AS(a.note(2), actors::actor_stopped);
  g.open();
  a.join();
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  CHECK(a.noted == std::vector<int>{100});
  CHECK(a.left == 2);
}

TEST_CASE("stop_now after stop ends an actor that has much to do still") {
  support::gate g;
  actors::running<recorder> a;
  a.hold(&g);
  a.note(0);
  a.stop();
  a.stop_now();
  a.join();
  CHECK(a.noted.empty());
  CHECK(a.left >= 1);
}

TEST_CASE("stop_now wakes a handler that is blocked in a wait, and its asker gets actor_stopped") {
  const support::deadline limit{"a blocked handler is woken"};
  support::gate never;
  actors::running<recorder> a;
  auto answer = a.wait.async(&never);
  never.wait_for();
  a.stop_now();
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
}

TEST_CASE("stop_now wakes a process, a start and a call with a deadline that are blocked") {
  class blocked : public actors::actor {
   public:
    blocked(support::gate& g, bool start) : never{g}, at_start{start} {}

   protected:
    void on_start() override {
      if (at_start) never.pass();
    }
    bool process() override {
      never.pass();
      return true;
    }
    support::gate& never;
    bool at_start;
  };
  class caller : public actors::actor {
   public:
    actors::actor_function<void(recorder*, support::gate*)> call{
        this, [](recorder* r, support::gate* g) { r->wait.within(24h, g); }};
  };
  const support::deadline limit{"whatever blocks is woken"};
  for (bool at_start : {true, false}) {
    support::gate never;
    actors::running<blocked> a{never, at_start};
    never.wait_for();
    a.stop_now();
    a.join();
  }
  support::gate never;
  actors::running<recorder> slow;
  actors::running<caller> a;
  auto answer = a.call.async(&slow, &never);
  never.wait_for();
  a.stop_now();
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
}

TEST_CASE("what stop_now interrupts is no error") {
  class touchy : public stubborn {
   protected:
    void on_stop() override { noted.push_back(static_cast<int>(errors.size())); }
  };
  support::gate never;
  actors::running<touchy> a;
  a.hold(&never);
  never.wait_for();
  a.stop_now();
  a.join();
  CHECK(a.noted == std::vector<int>{0});
}

TEST_CASE("nothing interrupts on_stop") {
  class careful : public unmoved {
   public:
    bool undisturbed = false;

   protected:
    void on_stop() override {
      boost::this_thread::interruption_point();
      undisturbed = true;
    }
  };
  support::gate g;
  actors::running<careful> a;
  a.finish(&g);
  g.wait_for();
  a.stop_now();
  g.open();
  a.join();
  CHECK(a.undisturbed);
}

TEST_CASE("an actor may stop itself") {
  actors::running<recorder> a, b;
  a.halt();
  a.join();
  CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  b.halt_now();
  b.join();
  CHECK_THROWS_AS(b.note(1), actors::actor_stopped);
}

TEST_CASE("to stop twice is to stop once") {
  actors::running<recorder> a;
  a.stop();
  a.stop();
  a.join();
  a.stop();
  a.stop_now();
  a.join();
  CHECK(a.stopping());
}

TEST_CASE("join returns when everything the actor did is visible") {
  class slow_ending : public recorder {
   protected:
    void on_stop() override { noted.push_back(1); }
  };
  actors::running<slow_ending> a;
  a.note(0);
  a.stop();
  support::in_threads(3, [&](int) { a.join(); });
  CHECK(a.noted == up_to(2));
}

TEST_CASE("join_for says whether the actor has ended in time") {
  support::gate g;
  actors::running<recorder> a;
  a.hold(&g);
  a.stop();
  CHECK_FALSE(a.join_for(1ms));
  CHECK_FALSE(a.join_until(std::chrono::steady_clock::now()));
  g.open();
  CHECK(a.join_for(24h));
  CHECK(a.join_for(0ms));
}

TEST_CASE("an actor cannot wait for its own end") {
  actors::running<recorder> a;
  CHECK_THROWS_AS(a.join_itself(), actors::call_cycle);
}
