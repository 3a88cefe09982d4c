// SPDX-License-Identifier: BSL-1.0
#include <actors/late_bind.hpp>

#include <actors/actor_function.hpp>
#include <actors/running.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using strings = std::vector<std::string>;

class sink : public actors::actor {
 public:
  actors::actor_method<void(std::string)> input{
      this, [this](std::string s) { got.push_back(std::move(s)); }};
  actors::actor_function<strings()> all{this, [this] { return got; }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};

 protected:
  void on_undelivered(actors::undelivered&) override {}

 private:
  strings got;
};

class source : public actors::actor {
 public:
  actors::late_bind<void(std::string)> output;
  actors::late_bind_safe<void(std::string)> spare{
      this, [this](std::string s) {
        in_place = on_own_thread();
        kept.push_back(std::move(s));
      }};
  actors::actor_function<void(std::string)> emit{
      this, [this](std::string s) { output(std::move(s)); }};
  actors::actor_function<void(std::string)> emit_safely{
      this, [this](std::string s) { spare(std::move(s)); }};
  actors::actor_function<strings()> all_kept{this, [this] { return kept; }};

  bool in_place = false;

 private:
  strings kept;
};

class pass_on : public actors::actor {
 public:
  actors::late_bind_safe<void(std::unique_ptr<support::counted>)> output{
      this, [this](std::unique_ptr<support::counted> c) { last = c->value; }};
  actors::actor_method<void(std::unique_ptr<support::counted>)> input{
      this, [this](std::unique_ptr<support::counted> c) { last = 10 * c->value; }};
  actors::actor_function<int()> seen{this, [this] { return last; }};

 private:
  int last = 0;
};

}  // namespace

TEST_CASE("a call of an outlet reaches the method it is bound to") {
  actors::running<sink> s;
  actors::running<source> a;
  CHECK_FALSE(a.output.bound());
  a.output.bind(s.input);
  CHECK(a.output.bound());
  a.emit("one");
  a.output("two");
  CHECK(s.all() == strings{"one", "two"});
}

TEST_CASE("a call of an outlet that is bound to nothing throws unbound_output at its caller") {
  actors::running<source> a;
  CHECK_THROWS_AS(a.output("lost"), actors::unbound_output);
  CHECK_THROWS_AS(a.emit("lost"), actors::unbound_output);
}

TEST_CASE("an outlet leads where it was bound last") {
  actors::running<sink> first, second;
  actors::running<source> a;
  a.output.bind(first.input);
  a.output("one");
  a.output.bind(second.input);
  a.output("two");
  CHECK(first.all() == strings{"one"});
  CHECK(second.all() == strings{"two"});
  a.output.unbind();
  CHECK_THROWS_AS(a.output("three"), actors::unbound_output);
}

TEST_CASE("several outlets may lead to one method, each unbound alone") {
  actors::running<sink> s;
  actors::running<source> a, b, c;
  for (auto* each : {&a, &b, &c}) each->output.bind(s.input);
  b.output.unbind();
  a.output("a");
  c.output("c");
  CHECK_THROWS_AS(b.output("b"), actors::unbound_output);
  CHECK(s.all() == strings{"a", "c"});
}

TEST_CASE(
    "an outlet with a default runs it as a message of its own actor where it is bound to nothing") {
  actors::running<source> a;
  a.spare("from outside");
  a.emit_safely("from inside");
  CHECK(a.all_kept() == strings{"from outside", "from inside"});
  CHECK(a.in_place);
}

TEST_CASE("an outlet with a default does not use it while it is bound") {
  actors::running<sink> s;
  actors::running<source> a;
  a.spare.bind(s.input);
  a.emit_safely("one");
  CHECK(s.all() == strings{"one"});
  CHECK(a.all_kept().empty());
}

TEST_CASE("an outlet bound to an actor that has stopped unbinds itself") {
  actors::running<sink> s;
  actors::running<source> a;
  a.output.bind(s.input);
  a.spare.bind(s.input);
  s.stop();
  s.join();
  CHECK_FALSE(a.output.bound());
  CHECK_THROWS_AS(a.emit("late"), actors::unbound_output);
  a.emit_safely("late");
  CHECK(a.all_kept() == strings{"late"});
}

TEST_CASE("an outlet bound to an actor that is about to stop unbinds itself when it is called") {
  support::gate g;
  actors::running<sink> s;
  actors::running<source> a;
  s.hold(&g);
  a.output.bind(s.input);
  a.spare.bind(s.input);
  s.stop();
  CHECK(a.output.bound());
  CHECK_THROWS_AS(a.emit("late"), actors::unbound_output);
  CHECK_FALSE(a.output.bound());
  a.emit_safely("late");
  CHECK_FALSE(a.spare.bound());
  CHECK(a.all_kept() == strings{"late"});
  g.open();
}

TEST_CASE("an outlet cannot be bound to an actor that has been told to stop") {
  actors::running<sink> first, second;
  actors::running<source> a;
  a.output.bind(first.input);
  second.stop();
  CHECK_THROWS_AS(a.output.bind(second.input), actors::actor_stopped);
  a.output("still");
  CHECK(first.all() == strings{"still"});
}

TEST_CASE(
    "an outlet leads nowhere once the actor it was bound to is gone, and the other way round") {
  actors::running<source> a;
  {
    actors::running<sink> s;
    a.output.bind(s.input);
  }
  CHECK_THROWS_AS(a.output("late"), actors::unbound_output);
  actors::running<sink> s;
  {
    actors::running<source> b;
    b.output.bind(s.input);
  }
  a.output.bind(s.input);
  a.output("here");
  CHECK(s.all() == strings{"here"});
}

TEST_CASE("an outlet may be called while the actor it leads to comes and goes") {
  const support::deadline limit{"outlets and ends of actors do not wait for each other"};
  actors::running<source> a;
  std::jthread caller{[&](std::stop_token enough) {
    while (!enough.stop_requested()) {
      a.spare("x");
      std::this_thread::yield();
    }
  }};
  for (int i = 0; i < 300; ++i) {
    actors::running<sink> s;
    a.spare.bind(s.input);
    if (i % 2) s.all();
    if (i % 3 == 0) s.stop();
    if (i % 5 == 0) a.spare.unbind();
  }
  caller.request_stop();
  caller.join();
  CHECK_FALSE(a.spare.bound());
}

TEST_CASE("an outlet moves what it is given, also to its default") {
  support::counted::reset();
  {
    actors::running<pass_on> a;
    actors::running<pass_on> b;
    a.output(std::make_unique<support::counted>(3));
    CHECK(a.seen() == 3);
    a.output.bind(b.input);
    a.output(std::make_unique<support::counted>(4));
    CHECK(b.seen() == 40);
    b.stop();
    a.output(std::make_unique<support::counted>(5));
    CHECK(a.seen() == 5);
  }
  CHECK(support::counted::alive() == 0);
}
