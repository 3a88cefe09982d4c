// SPDX-License-Identifier: BSL-1.0
#include <actors/backplane.hpp>

#include <actors/late_bind.hpp>
#include <actors/options.hpp>
#include <actors/pool.hpp>
#include <actors/pooled.hpp>
#include <actors/running.hpp>
#include <actors/together.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using numbers = std::vector<int>;
using plane = actors::backplane<int>;

class speaker : public actors::actor {
 public:
  actors::late_bind<void(int)> output;
  actors::late_bind_safe<void(int)> spare{this, [this](int n) { kept.push_back(n); }};
  actors::actor_function<void(int)> say{this, [this](int n) { output(n); }};
  actors::actor_function<void(int)> say_safely{this, [this](int n) { spare(n); }};

  numbers kept;
};

class reader : public actors::actor {
 public:
  actors::actor_method<void(std::string)> input{this, [this](std::string s) { heard = s; }};
  std::string heard;
};

template <class Work>
std::string error_of(Work work) {
  try {
    work();
  } catch (const actors::error& e) {
    return e.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("what is published to a backplane reaches all who subscribe, by name alone") {
  plane news{"news"};
  CHECK(news.name() == "news");
  actors::running<speaker> a, b;
  actors::running<recorder> c, d;
  actors::publish_to("news", a.output);
  actors::publish_to("news", b.spare);
  actors::subscribe_to("news", c.note);
  actors::subscribe_to("news", d.note);
  a.say(1);
  b.say_safely(2);
  a.say(3);
  actors::drain(news.hub());
  CHECK(c.all() == numbers{1, 2, 3});
  CHECK(d.all() == numbers{1, 2, 3});
  CHECK(b.kept.empty());
}

TEST_CASE("a thread without an actor publishes through an outlet of its own") {
  plane news{"news"};
  actors::running<recorder> a;
  actors::subscribe_to("news", a.note);
  actors::late_bind<void(int)> mine;
  actors::publish_to("news", mine);
  mine(5);
  actors::drain(news.hub());
  CHECK(a.all() == numbers{5});
}

TEST_CASE("an actor may subscribe to several backplanes, and to what it publishes itself") {
  class echo : public recorder {
   public:
    actors::late_bind<void(int)> output;
  };
  plane north{"north"}, south{"south"};
  actors::running<echo> a;
  actors::publish_to("north", a.output);
  actors::subscribe_to("north", a.note);
  actors::subscribe_to("south", a.note);
  a.output(1);
  actors::drain(north.hub());
  south.hub().input(2);
  actors::drain(south.hub());
  CHECK(a.all() == numbers{1, 2});
}

TEST_CASE("a backplane and all who use it may share the threads of a pool") {
  const support::deadline limit{"a pooled backplane sends on"};
  actors::pool two{2};
  actors::backplane<int, actors::pooled> news{"news", two};
  actors::pooled<speaker> a{two};
  actors::pooled<recorder> b{two}, c{two};
  actors::publish_to("news", a.output);
  actors::subscribe_to("news", b.note);
  actors::subscribe_to("news", c.note);
  for (int n = 0; n < 100; ++n) a.say(n);
  actors::drain(news.hub(), b, c);
  CHECK(b.noted == up_to(100));
  CHECK(c.noted == up_to(100));
}

TEST_CASE("a backplane's mailbox may have a limit") {
  const support::deadline limit{"who publishes waits for room"};
  plane news{"news", actors::options{.mailbox_limit = 2}};
  actors::running<recorder> a;
  actors::late_bind<void(int)> mine;
  actors::publish_to("news", mine);
  actors::subscribe_to("news", a.note);
  for (int n = 0; n < 100; ++n) mine(n);
  actors::drain(news.hub(), a);
  CHECK(a.noted == up_to(100));
}

TEST_CASE("an unknown name is an error that names it") {
  plane news{"news"};
  actors::running<speaker> a;
  actors::running<recorder> b;
  CHECK_THROWS_AS(actors::publish_to("olds", a.output), actors::unknown_backplane);
  CHECK_THROWS_AS(actors::subscribe_to("olds", b.note), actors::unknown_backplane);
  CHECK(error_of([&] { actors::subscribe_to("olds", b.note); }) ==
        "there is no backplane \"olds\" for messages of this type");
  CHECK_FALSE(a.output.bound());
}

TEST_CASE("a second backplane of one name and type is an error that names it") {
  plane news{"news"};
  CHECK_THROWS_AS(plane{"news"}, actors::backplane_exists);
  CHECK(error_of([] { plane again{"news"}; }) ==
        "there is a backplane \"news\" for messages of this type");
  actors::running<recorder> a;
  actors::subscribe_to("news", a.note);
  news.hub().input(1);
  actors::drain(news.hub());
  CHECK(a.all() == numbers{1});
}

TEST_CASE("backplanes of one name for messages of different types are strangers") {
  plane counts{"news"};
  actors::backplane<std::string> words{"news"};
  actors::running<recorder> a;
  actors::running<reader> b;
  actors::subscribe_to("news", a.note);
  actors::subscribe_to("news", b.input);
  counts.hub().input(1);
  words.hub().input("one");
  actors::drain(counts.hub(), words.hub(), a, b);
  CHECK(a.noted == numbers{1});
  CHECK(b.heard == "one");
}

TEST_CASE("a name is free again when its backplane is gone, also one that was never started") {
  actors::running<speaker> a;
  for (int round = 0; round < 3; ++round) {
    plane news{"news"};
    actors::publish_to("news", a.output);
  }
  {
    plane news{"news", actors::defer_start};
    actors::publish_to("news", a.output);
  }
  CHECK_THROWS_AS(actors::publish_to("news", a.output), actors::unknown_backplane);
  CHECK_THROWS_AS(a.output(1), actors::unbound_output);
}

TEST_CASE("a backplane that has been told to stop keeps its name and refuses") {
  plane news{"news"};
  actors::running<speaker> a;
  actors::running<recorder> b;
  news.hub().stop();
  CHECK_THROWS_AS(actors::publish_to("news", a.output), actors::actor_stopped);
  CHECK_THROWS_AS(actors::subscribe_to("news", b.note), actors::actor_stopped);
  CHECK_THROWS_AS(plane{"news"}, actors::backplane_exists);
}

TEST_CASE("who has unsubscribed gets nothing more") {
  actors::running<recorder> a, b;
  {
    plane news{"news"};
    actors::subscribe_to("news", a.note);
    actors::subscribe_to("news", b.note);
    actors::unsubscribe_from("news", a.note);
    actors::unsubscribe_from("news", a.note);
    news.hub().input(1);
    actors::drain(news.hub());
  }
  actors::unsubscribe_from("news", b.note);
  CHECK(a.all().empty());
  CHECK(b.all() == numbers{1});
}

TEST_CASE("what is published after the end of the backplane finds an unbound outlet") {
  actors::running<speaker> a;
  {
    plane news{"news"};
    actors::publish_to("news", a.output);
    actors::publish_to("news", a.spare);
  }
  CHECK_THROWS_AS(a.say(1), actors::unbound_output);
  a.say_safely(2);
  CHECK(a.kept == numbers{2});
}

TEST_CASE("those who publish, those who subscribe and the backplane may end in any order") {
  const support::deadline limit{"all parties end"};
  const std::vector<std::string> orders{"pns", "psn", "nps", "nsp", "spn", "snp"};
  for (const std::string& order : orders) {
    auto publisher = std::make_unique<actors::running<speaker>>();
    auto news = std::make_unique<plane>("news");
    auto subscriber = std::make_unique<actors::running<recorder>>();
    actors::publish_to("news", publisher->output);
    actors::subscribe_to("news", subscriber->note);
    publisher->say(1);
    for (const char end : order) {
      if (end == 'p') publisher.reset();
      if (end == 'n') news.reset();
      if (end == 's') subscriber.reset();
      if (publisher && news) publisher->say(2);
      if (publisher && !news) CHECK_THROWS_AS(publisher->say(2), actors::unbound_output);
      if (subscriber) subscriber->all();
    }
  }
}
