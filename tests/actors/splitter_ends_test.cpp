// SPDX-License-Identifier: BSL-1.0
// What becomes of a splitter where it, or what it leads to, ends or has no room.
#include <actors/splitter.hpp>

#include <actors/options.hpp>
#include <actors/pool.hpp>
#include <actors/pooled.hpp>
#include <actors/running.hpp>
#include <actors/together.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/actors/settling_splitter.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using numbers = std::vector<int>;

class faint : public recorder {
 public:
  actors::actor_method<void(int)> input{this, [](int) { throw std::runtime_error{"no"}; }};

 protected:
  void on_error(std::exception_ptr) override { stop_now(); }
};

}  // namespace

TEST_CASE("an inlet whose actor has stopped drops out, and the others go on") {
  actors::running<actors::splitter<int>> all;
  actors::running<recorder> a, b, c;
  for (auto* each : {&a, &b, &c}) all.connect(each->note);
  actors::drain(b);
  CHECK(all.connected() == 2);
  all.input(1);
  actors::drain(all);
  CHECK(a.all() == numbers{1});
  CHECK(b.noted.empty());
  CHECK(c.all() == numbers{1});
}

TEST_CASE("an inlet whose actor is about to stop drops out with the next message") {
  support::gate g;
  actors::running<settling_splitter<int>> all;
  actors::running<recorder> a, b;
  all.connect(a.note);
  all.connect(b.note);
  a.hold(&g);
  a.stop();
  CHECK(all.connected() == 2);
  all.input(1);
  all.settle();
  CHECK(all.connected() == 1);
  CHECK(b.all() == numbers{1});
  g.open();
  a.join();
  CHECK(a.noted.empty());
}

TEST_CASE("an inlet whose handler throws stops its own actor and no other") {
  actors::running<actors::splitter<int>> all;
  actors::running<faint> a;
  actors::running<recorder> b;
  all.connect(a.input);
  all.connect(b.note);
  all.input(1);
  a.join();
  CHECK(all.connected() == 1);
  all.input(2);
  actors::drain(all);
  CHECK(b.all() == numbers{1, 2});
}

TEST_CASE("an inlet whose mailbox is full and refuses misses the message, and no other does") {
  support::gate g;
  actors::running<settling_splitter<int>> all;
  actors::running<recorder> a{
      actors::options{.mailbox_limit = 1, .full = actors::when_full::refuse}};
  actors::running<recorder> b;
  all.connect(a.note);
  all.connect(b.note);
  a.hold(&g);
  g.wait_for();
  for (int n : {1, 2, 3}) all.input(n);
  all.settle();
  CHECK(b.all() == numbers{1, 2, 3});
  g.open();
  actors::drain(a);
  CHECK(a.noted == numbers{1});
  CHECK_FALSE(all.stopping());
}

TEST_CASE("an inlet whose mailbox is full and blocks holds up the splitter and loses nothing") {
  const support::deadline limit{"a splitter waits for room"};
  support::gate g;
  actors::running<actors::splitter<int>> all;
  actors::running<recorder> a{actors::options{.mailbox_limit = 1}};
  all.connect(a.note);
  a.hold(&g);
  g.wait_for();
  for (int n = 0; n < 10; ++n) all.input(n);
  g.open();
  actors::drain(all, a);
  CHECK(a.noted == up_to(10));
}

TEST_CASE("a splitter and its inlets may share the threads of a pool") {
  const support::deadline limit{"a pooled splitter sends on"};
  actors::pool two{2};
  actors::pooled<actors::splitter<int>> all{two};
  actors::pooled<recorder> a{two}, b{two};
  all.connect(a.note);
  all.connect(b.note);
  for (int n = 0; n < 100; ++n) all.input(n);
  actors::drain(all, a, b);
  CHECK(a.noted == up_to(100));
  CHECK(b.noted == up_to(100));
}

TEST_CASE("an actor in the place of one that is gone is connected anew") {
  actors::running<settling_splitter<int>> all;
  std::optional<actors::running<recorder>> a;
  for (int n : {1, 2}) {
    a.emplace();
    all.connect(a->note);
    CHECK(all.connected() == 1);
    all.input(n);
    all.settle();
    CHECK(a->all() == numbers{n});
    if (n == 1) a.reset();
  }
}

TEST_CASE("to connect throws actor_stopped where either end has been told to stop") {
  actors::running<actors::splitter<int>> all, ended;
  actors::running<recorder> a, b;
  all.connect(a.note);
  actors::stop(b, ended);
  CHECK_THROWS_AS(all.connect(b.note), actors::actor_stopped);
  CHECK_THROWS_AS(ended.connect(a.note), actors::actor_stopped);
  a.stop();
  CHECK_THROWS_AS(all.connect(a.note), actors::actor_stopped);
}

TEST_CASE("a splitter and its inlets may end in any order") {
  const support::deadline limit{"splitters and inlets end"};
  for (const bool splitter_first : {true, false}) {
    auto all = std::make_unique<actors::running<actors::splitter<int>>>();
    auto a = std::make_unique<actors::running<recorder>>();
    auto b = std::make_unique<actors::running<recorder>>();
    all->connect(a->note);
    all->connect(b->note);
    all->input(1);
    actors::drain(*all);
    if (splitter_first) all.reset();
    CHECK(a->all() == numbers{1});
    a.reset();
    all.reset();
    CHECK(b->all() == numbers{1});
  }
}
