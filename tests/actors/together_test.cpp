// SPDX-License-Identifier: BSL-1.0
#include <actors/together.hpp>

#include <actors/actor_method.hpp>
#include <actors/late_bind.hpp>
#include <actors/pipeline.hpp>
#include <actors/running.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

namespace {

class member : public actors::actor {
 public:
  actors::actor_method<void()> input{this, [this] {
                                       ++count;
                                       output();
                                     }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::late_bind_safe<void()> output{this, [] {}};
  int count = 0;
};

}  // namespace

TEST_CASE("several actors are started, stopped and joined with a word each") {
  actors::running<member> a{actors::defer_start}, b{actors::defer_start};
  a.input();
  b.input();
  start(a, b);
  stop(a, b);
  join(a, b);
  CHECK(a.count == 1);
  CHECK(b.count == 1);
}

TEST_CASE("several actors are stopped at once with a word") {
  const support::deadline limit{"blocked handlers are woken"};
  support::gate never;
  actors::running<member> a, b;
  a.hold(&never);
  b.hold(&never);
  never.wait_for(2);
  stop_now(a, b);
  join(a, b);
  CHECK(a.stopping());
  CHECK(b.stopping());
}

TEST_CASE("drain loses nothing of a pipeline that is given from its source on") {
  actors::running<member> a{actors::defer_start}, b, c;
  actors::pipeline(a, b, c);
  for (int i = 0; i < 1000; ++i) a.input();
  a.start();
  drain(a, b, c);
  CHECK(c.count == 1000);
}
