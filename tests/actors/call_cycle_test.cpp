// SPDX-License-Identifier: BSL-1.0
// Actors that wait for each other.
#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/pooled.hpp>
#include <actors/running.hpp>
#include <tests/support/aborts.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
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

class apprentice;

/// Destroys another actor in its handler.
class master : public actors::actor {
 public:
  std::unique_ptr<apprentice> other;
  actors::actor_function<void()> hear{this, [] {}};
  actors::actor_function<void()> dismiss{this, [this] { other.reset(); }};
  /// The same once the other one waits for this.
  actors::actor_function<void()> dismiss_later{this, [this] { dismiss_waiting(); }};

 private:
  void dismiss_waiting();
};

/// Calls who destroys it.
class apprentice : public actors::actor {
 public:
  explicit apprentice(master& m) : master_{m} {}
  actors::actor_function<void()> hear{this, [] {}};
  /// Again and again, until it is answered.
  actors::actor_method<void()> call{this, [this] {
                                      for (;;) try {
                                          return master_.hear();
                                        } catch (const actors::call_cycle&) {
                                        }
                                    }};
  /// Again and again, until that is refused.
  actors::actor_method<void(support::gate*, bool*)> call_for_ever{
      this, [this](support::gate* begun, bool* refused) {
        begun->pass();
        while (!*refused) {
          try {
            stopping_at_once() ? master_.hear.within(1ms) : std::this_thread::yield();
          } catch (const actors::call_timed_out&) {
          } catch (const boost::thread_interrupted&) {
          } catch (const actors::call_cycle&) {
            *refused = true;
          }
        }
      }};

 private:
  master& master_;
};

void master::dismiss_waiting() {
  try {
    for (;;) try {
        other->hear.within(1ms);
      } catch (const actors::call_timed_out&) {
      }
  } catch (const actors::call_cycle&) {
    other.reset();
  }
}

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

TEST_CASE("who calls an actor whose handler is destroying it gets call_cycle") {
  const support::deadline limit{"a destructor in a ring is no hang"};
  actors::pool workers{2};
  for (const bool pooled : {false, true}) {
    actors::running<master> a;
    if (pooled) {
      a.other = std::make_unique<actors::pooled<apprentice>>(workers, a);
    } else {
      a.other = std::make_unique<actors::running<apprentice>>(a);
    }
    support::gate begun;
    begun.open();
    bool refused = false;
    a.other->call_for_ever(&begun, &refused);
    begun.wait_for();
    a.dismiss();
    CHECK(refused);
    a.hear();
  }
}

TEST_CASE("a handler that destroys who waits for it says so and ends the program") {
  CHECK(support::aborts([] {
    actors::running<master> a;
    a.other = std::make_unique<actors::running<apprentice>>(a);
    auto dismissed = a.dismiss_later.async();
    a.other->call();
    dismissed.get();
  }));
}
