// SPDX-License-Identifier: BSL-1.0
#include <actors/pending.hpp>

#include <actors/actor_function.hpp>
#include <actors/running.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <memory>

namespace {

class labourer : public actors::actor {
 public:
  actors::actor_function<int(int)> work{this, [this](int n) { return done += n; }};
  actors::actor_function<void(support::gate*)> wait{this, [](support::gate* g) { g->pass(); }};
  actors::actor_function<int(support::counted)> count{
      this, [](support::counted c) { return c.value; }};

 private:
  int done = 0;
};

}  // namespace

TEST_CASE("a call that was cancelled in time is never handled, and its future says so") {
  actors::running<labourer> a{actors::defer_start};
  auto call = a.work.cancellable(5);
  CHECK(call.cancel());
  CHECK(call.future().is_ready());
  CHECK_THROWS_AS(call.future().get(), actors::call_cancelled);
  a.start();
  CHECK(a.work(0) == 0);
}

TEST_CASE("a call that has begun cannot be cancelled and is answered") {
  support::gate g;
  actors::running<labourer> a;
  auto call = a.wait.cancellable(&g);
  g.wait_for();
  CHECK_FALSE(call.cancel());
  g.open();
  CHECK_NOTHROW(call.future().get());
  CHECK_FALSE(call.cancel());
}

TEST_CASE("a call can be cancelled once") {
  actors::running<labourer> a{actors::defer_start};
  auto call = a.work.cancellable(5);
  CHECK(call.cancel());
  CHECK_FALSE(call.cancel());
}

TEST_CASE("to let go of a call is not to cancel it") {
  actors::running<labourer> a{actors::defer_start};
  static_cast<void>(a.work.cancellable(5));
  a.start();
  CHECK(a.work(0) == 5);
}

TEST_CASE("a call that is cancelled when its actor has stopped was answered before") {
  actors::running<labourer> a{actors::defer_start};
  auto call = a.work.cancellable(5);
  a.stop_now();
  CHECK_FALSE(call.cancel());
  CHECK_THROWS_AS(call.future().get(), actors::actor_stopped);
}

TEST_CASE("a pending call outlives its actor") {
  auto a = std::make_unique<actors::running<labourer>>(actors::defer_start);
  auto call = a->work.cancellable(5);
  a.reset();
  CHECK_FALSE(call.cancel());
  CHECK_THROWS_AS(call.future().get(), actors::actor_stopped);
}

TEST_CASE("the arguments of a call that was cancelled are destroyed once the actor comes to it") {
  support::counted::reset();
  {
    actors::running<labourer> a{actors::defer_start};
    CHECK(a.count.cancellable(support::counted{1}).cancel());
    a.start();
    a.work(0);
    CHECK(support::counted::alive() == 0);
  }
  CHECK(support::counted::copies() == 0);
}
