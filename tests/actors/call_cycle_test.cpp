// SPDX-License-Identifier: BSL-1.0
// Actors that wait for each other.
#include <actors/actor_function.hpp>

#include <actors/running.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <thread>

using namespace std::chrono_literals;

namespace {

/// Calls another one in its handler.
class partner : public actors::actor {
 public:
  partner* other = nullptr;
  actors::actor_function<int(int)> relay{
      this, [this](int depth) { return depth > 0 ? other->relay(depth - 1) : 7; }};
  actors::actor_function<int(support::gate*)> relay_late{
      this, [this](support::gate* g) {
        g->pass();
        return other->relay(0);
      }};
  actors::actor_function<int(int)> relay_timed{
      this,
      [this](int depth) { return depth > 0 ? other->relay_timed.within(24h, depth - 1) : 7; }};
  actors::actor_function<void()> await_other{this, [this] { other->join(); }};
};

class first : public actors::actor {
 public:
  actors::actor_function<int()> five{this, [] { return 5; }};
  actors::actor_function<void(std::function<void()>*)> run{
      this, [](std::function<void()>* f) { (*f)(); }};
};

}  // namespace

TEST_CASE("a call that comes back to its first actor through others throws call_cycle") {
  const support::deadline limit{"a cycle is no hang"};
  actors::running<partner> a, b, c;
  a.other = &b;
  b.other = &c;
  c.other = &a;
  CHECK(a.relay(2) == 7);
  CHECK_THROWS_WITH_AS(
      a.relay(3),
      "actors wait for each other: (anonymous namespace)::partner -> (anonymous "
      "namespace)::partner -> "
      "(anonymous namespace)::partner -> (anonymous namespace)::partner",
      actors::call_cycle);
  CHECK_THROWS_AS(a.relay_timed(3), actors::call_cycle);
  CHECK(b.relay(1) == 7);
}

TEST_CASE("of two actors that call each other one gets call_cycle and the other its answer") {
  const support::deadline limit{"a cycle through two threads is no hang"};
  support::gate g;
  actors::running<partner> a, b;
  a.other = &b;
  b.other = &a;
  auto from_a = a.relay_late.async(&g);
  auto from_b = b.relay_late.async(&g);
  g.wait_for(2);
  g.open();
  int answers = 0;
  int cycles = 0;
  for (auto* each : {&from_a, &from_b}) {
    try {
      answers += each->get() == 7;
    } catch (const actors::call_cycle&) {
      ++cycles;
    }
  }
  // The one that fails frees the other.
  CHECK(cycles == 1);
  CHECK(answers == 1);
}

TEST_CASE(
    "an actor that waits for the end of one that calls it gets call_cycle, or the other one does") {
  const support::deadline limit{"a join in a cycle is no hang"};
  support::gate g;
  actors::running<partner> a, b;
  a.other = &b;
  b.other = &a;
  auto call = b.relay_late.async(&g);
  g.wait_for();
  auto joined = a.await_other.async();
  b.stop();
  g.open();
  int cycles = 0;
  try {
    call.get();
  } catch (const actors::call_cycle&) {
    ++cycles;
  }
  try {
    joined.get();
  } catch (const actors::call_cycle&) {
    ++cycles;
  }
  CHECK(cycles == 1);
}

TEST_CASE("an actor whose call has been answered is in nobody's way") {
  // b calls a when a's call of b is answered but a may not have woken yet: no cycle.
  const support::deadline limit{"no false alarm"};
  for (int i = 0; i < 200; ++i) {
    actors::running<first> a, b;
    std::atomic<int> stage{0};
    std::function<void()> inner = [&] {
      stage = 1;
      while (stage != 2) std::this_thread::yield();
    };
    std::function<void()> outer = [&] { b.run(&inner); };
    std::function<void()> back = [&] { CHECK(a.five() == 5); };
    auto there = a.run.async(&outer);
    while (stage != 1) std::this_thread::yield();
    auto again = b.run.async(&back);
    stage = 2;
    CHECK_NOTHROW(again.get());
    there.get();
  }
}
