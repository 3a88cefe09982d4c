// SPDX-License-Identifier: BSL-1.0
// The end of an actor whose handler waits in a transaction for a change that never comes.
#include <actors/actors.hpp>

#include <stm/stm.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <thread>

using namespace std::chrono_literals;

namespace {

class waiter : public actors::actor {
 public:
  actors::actor_function<int(support::gate*)> wait{
      this, [this](support::gate* g) {
        g->pass();
        return wait_for_a_change();
      }};
  actors::actor_method<void()> note{this, [this] { ++noted; }};
  int noted = 0;
  bool destroyed_in_order = false;

 private:
  int wait_for_a_change() {
    struct at_end {
      ~at_end() { flag = true; }
      bool& flag;
    } const guard{destroyed_in_order};
    return stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[never] > 0);
      return 1;
    });
  }
  stm::var<int> never{0};
};

/// Its handler may be asleep already, or about to be.
template <class Stop>
void ends_a_waiting_handler(waiter& a, Stop stop) {
  support::gate g;
  auto answer = a.wait.async(&g);
  g.wait_for();
  a.note();
  g.open();
  stop(a);
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  a.join();
}

}  // namespace

TEST_CASE("stop ends a handler that waits for a change, and what was sent before is handled") {
  const support::deadline limit{"stop ends a waiting handler"};
  actors::pool workers{1};
  for (int i = 0; i < 100; ++i) {
    actors::running<waiter> own;
    actors::pooled<waiter> pooled{workers};
    for (waiter* a : {static_cast<waiter*>(&own), static_cast<waiter*>(&pooled)}) {
      ends_a_waiting_handler(*a, [i](waiter& w) {
        for (int n = 0; n < i; ++n) std::this_thread::yield();
        w.stop();
      });
      CHECK(a->noted == 1);
      CHECK(a->destroyed_in_order);
    }
  }
}

TEST_CASE("stop_now ends a handler that waits for a change, and drops the rest") {
  class quiet : public waiter {
    void on_undelivered(actors::undelivered&) override {}
  };
  const support::deadline limit{"stop_now ends a waiting handler"};
  actors::pool workers{1};
  for (int i = 0; i < 100; ++i) {
    actors::running<quiet> own;
    actors::pooled<quiet> pooled{workers};
    for (waiter* a : {static_cast<waiter*>(&own), static_cast<waiter*>(&pooled)}) {
      ends_a_waiting_handler(*a, [](waiter& w) { w.stop_now(); });
      CHECK(a->noted == 0);
    }
  }
}

TEST_CASE("a stop ends a handler that waits in place, on the thread of its caller") {
  const support::deadline limit{"a waiting handler in place"};
  actors::pool workers{1};
  for (const bool at_once : {false, true}) {
    actors::pooled<waiter> a{workers};
    support::gate g;
    bool stopped = false;
    std::thread caller{[&] {
      try {
        a.wait(&g);
      } catch (const actors::actor_stopped&) {
        stopped = true;
      }
    }};
    g.wait_for();
    g.open();
    at_once ? a.stop_now() : a.stop();
    caller.join();
    a.join();
    CHECK(stopped);
  }
}

TEST_CASE("stop_now ends a call within a time, on whatever thread the handler waits for it") {
  class hasty : public actors::actor {
   public:
    actors::actor_function<std::size_t(recorder*, support::gate*)> ask{
        this, [](recorder* other, support::gate* g) {
          g->pass();
          return other->all.within(1h).size();
        }};
  };
  const support::deadline limit{"stop_now ends a call within a time"};
  actors::pool workers{2};
  for (const bool on_callers : {true, false}) {
    for (int i = 0; i < 50; ++i) {
      support::gate never, asking;
      actors::running<recorder> silent;
      silent.hold(&never);
      never.wait_for();
      actors::pooled<hasty> a{workers, actors::options{.on_callers = on_callers}};
      std::thread caller{[&] { CHECK_THROWS_AS(a.ask(&silent, &asking), actors::actor_stopped); }};
      asking.wait_for();
      asking.open();
      a.stop_now();
      caller.join();
      a.join();
      never.open();
    }
  }
}

TEST_CASE("a process that waits for a change is ended by stop") {
  class taker : public actors::actor {
   public:
    stm::var<int> never{0};

   protected:
    bool process() override {
      stm::atomically([&](stm::transaction& tx) { tx.check(*tx[never] > 0); });
      return true;
    }
  };
  const support::deadline limit{"a waiting process"};
  actors::pool workers{1};
  for (int i = 0; i < 50; ++i) {
    actors::running<taker> own;
    own.stop();
    own.join();
    actors::pooled<taker> pooled{workers};
    pooled.stop();
    pooled.join();
  }
}
