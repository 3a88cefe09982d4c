// SPDX-License-Identifier: BSL-1.0
#include <actors/actor_method.hpp>

#include <actors/actor_function.hpp>
#include <actors/running.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

class listener : public actors::actor {
 public:
  actors::actor_method<void(std::string)> hear{
      this, [this](std::string s) { heard.push_back(std::move(s)); }};
  actors::actor_method<void(const std::string&)> overhear{
      this, [this](const std::string& s) { heard.push_back(s); }};
  actors::actor_method<void(std::unique_ptr<std::string>)> own{
      this, [this](std::unique_ptr<std::string> s) { heard.push_back(*s); }};
  actors::actor_method<void(support::counted)> count{
      this, [this](support::counted c) { last = c.value; }};
  actors::actor_method<void()> nudge{this, [this] { hear("nudged"); }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::actor_function<std::vector<std::string>()> all{this, [this] { return heard; }};
  actors::actor_function<int()> last_count{this, [this] { return last; }};

 private:
  std::vector<std::string> heard;
  int last = 0;
};

using strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a caller goes on before its call is handled") {
  actors::running<listener> a{actors::defer_start};
  a.hear("one");
  a.start();
  CHECK(a.all() == strings{"one"});
}

TEST_CASE("a call keeps its own copy of what it was given by reference") {
  actors::running<listener> a{actors::defer_start};
  std::string said = "before";
  a.overhear(said);
  said = "after";
  a.start();
  CHECK(a.all() == strings{"before"});
}

TEST_CASE("what cannot be copied is moved to the handler") {
  const support::deadline limit{"what cannot be copied"};
  actors::running<listener> a;
  a.own(std::make_unique<std::string>("mine"));
  CHECK(a.all() == strings{"mine"});
}

TEST_CASE("an argument by value is moved all the way and destroyed with the message") {
  support::counted::reset();
  {
    actors::running<listener> a;
    a.count(support::counted{5});
    CHECK(a.last_count() == 5);
  }
  CHECK(support::counted::copies() == 0);
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("a call that is never handled destroys its arguments") {
  class silent : public listener {
   protected:
    void on_undelivered(actors::undelivered&) override {}
  };
  support::counted::reset();
  {
    actors::running<silent> a{actors::defer_start};
    a.count(support::counted{1});
    a.stop();
    CHECK_THROWS_AS(a.count(support::counted{2}), actors::actor_stopped);
  }
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("an actor that calls its own method queues the call") {
  support::gate g;
  actors::running<listener> a;
  a.hold(&g);
  a.nudge();
  a.hear("first");
  g.open();
  a.all();
  CHECK(a.all() == strings{"first", "nudged"});
}

TEST_CASE("a body of any size is kept, and destroyed with its actor") {
  support::counted::reset();
  {
    class capturing : public actors::actor {
     public:
      actors::actor_function<int()> value{this, [c = support::counted{8}] { return c.value; }};
    };
    actors::running<capturing> a;
    CHECK(a.value() == 8);
    CHECK(support::counted::alive() == 1);
  }
  CHECK(support::counted::alive() == 0);
}
