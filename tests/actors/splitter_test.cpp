// SPDX-License-Identifier: BSL-1.0
#include <actors/splitter.hpp>

#include <actors/pipeline.hpp>
#include <actors/running.hpp>
#include <actors/together.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using numbers = std::vector<int>;

/// settle() returns when all that was sent before has been sent on.
class splitter_of_numbers : public actors::splitter<int> {
 public:
  actors::actor_function<void()> settle{this, [] {}};
};

class counter : public actors::actor {
 public:
  explicit counter(int last) : last_{last} {}
  actors::late_bind<void(int)> output;

 protected:
  bool process() override {
    output(next_++);
    return next_ < last_;
  }

 private:
  int next_ = 0;
  int last_;
};

/// Wants so many messages, and takes itself out then.
class sated : public actors::actor {
 public:
  sated(actors::splitter<int>& from, std::size_t appetite) : from_{from}, appetite_{appetite} {}
  actors::actor_method<void(int)> input{
      this, [this](int n) {
        got.push_back(n);
        if (got.size() == appetite_) from_.disconnect(input);
      }};
  actors::actor_function<numbers()> all{this, [this] { return got; }};

  numbers got;

 private:
  actors::splitter<int>& from_;
  std::size_t appetite_;
};

class keeper : public actors::actor {
 public:
  actors::actor_method<void(support::counted)> input{
      this, [this](support::counted c) { kept.push_back(std::move(c)); }};
  std::vector<support::counted> kept;
};

class joiner : public actors::actor {
 public:
  actors::actor_method<void(const std::string&, int)> input{
      this, [this](const std::string& s, int n) { said += s + std::to_string(n); }};
  actors::actor_method<void()> ring{this, [this] { said += '!'; }};
  std::string said;
};

}  // namespace

TEST_CASE("a splitter sends each message to every inlet connected, in order") {
  actors::running<splitter_of_numbers> all;
  actors::running<recorder> a, b;
  all.input(-1);
  all.settle();
  all.connect(a.note);
  all.input(0);
  all.settle();
  all.connect(b.note);
  for (int n : {1, 2, 3}) all.input(n);
  actors::drain(all);
  CHECK(a.all() == numbers{0, 1, 2, 3});
  CHECK(b.all() == numbers{1, 2, 3});
}

TEST_CASE("a splitter is the end of a pipeline") {
  const support::deadline limit{"a pipeline into a splitter runs to its end"};
  actors::running<counter> source{actors::defer_start, 100};
  actors::running<actors::splitter<int>> all;
  actors::running<recorder> a, b;
  actors::pipeline(source, all);
  all.connect(a.note);
  all.connect(b.note);
  source.start();
  source.join();
  actors::drain(all, a, b);
  CHECK(a.noted == up_to(100));
  CHECK(b.noted == up_to(100));
}

TEST_CASE("a splitter may feed another splitter") {
  actors::running<actors::splitter<int>> first, second;
  actors::running<recorder> a;
  first.connect(second.input);
  second.connect(a.note);
  first.input(7);
  actors::drain(first, second, a);
  CHECK(a.noted == numbers{7});
}

TEST_CASE("a splitter gives each inlet a copy of its own and keeps none") {
  support::counted::reset();
  {
    actors::running<actors::splitter<support::counted>> all;
    actors::running<keeper> a, b, c;
    for (auto* each : {&a, &b, &c}) all.connect(each->input);
    all.input(support::counted{5});
    actors::drain(all, a, b, c);
    CHECK(support::counted::copies() == 3);
    CHECK(support::counted::alive() == 3);
    for (auto* each : {&a, &b, &c}) CHECK(each->kept.at(0).value == 5);
  }
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("a splitter takes the messages that an actor_method takes") {
  actors::running<actors::splitter<const std::string&, int>> pairs;
  actors::running<actors::splitter<>> rings;
  actors::running<joiner> a;
  pairs.connect(a.input);
  rings.connect(a.ring);
  pairs.input("x", 1);
  actors::drain(pairs);
  rings.input();
  actors::drain(rings, a);
  CHECK(a.said == "x1!");
}

TEST_CASE("an inlet that is connected twice gets each message once") {
  actors::running<actors::splitter<int>> all;
  actors::running<recorder> a;
  all.connect(a.note);
  all.connect(a.note);
  CHECK(all.connected() == 1);
  all.input(1);
  actors::drain(all);
  CHECK(a.all() == numbers{1});
}

TEST_CASE("an inlet gets nothing more once it is disconnected, and may be connected again") {
  actors::running<splitter_of_numbers> all;
  actors::running<recorder> a, b;
  all.connect(a.note);
  all.connect(b.note);
  all.input(1);
  all.settle();
  all.disconnect(a.note);
  CHECK(all.connected() == 1);
  all.input(2);
  all.settle();
  all.connect(a.note);
  all.input(3);
  actors::drain(all);
  CHECK(a.all() == numbers{1, 3});
  CHECK(b.all() == numbers{1, 2, 3});
}

TEST_CASE("to disconnect an inlet that is not connected does nothing") {
  actors::running<actors::splitter<int>> all;
  actors::running<recorder> a, b;
  all.connect(a.note);
  all.disconnect(b.note);
  all.input(1);
  actors::drain(all);
  CHECK(a.all() == numbers{1});
}

TEST_CASE("an inlet may be disconnected by its own handler") {
  actors::running<actors::splitter<int>> all;
  actors::running<sated> a{all, 2u};
  actors::running<recorder> b;
  all.connect(a.input);
  all.connect(b.note);
  for (int n = 0; n < 2; ++n) all.input(n);
  while (all.connected() == 2) std::this_thread::yield();
  for (int n = 2; n < 100; ++n) all.input(n);
  actors::drain(all);
  CHECK(a.all() == up_to(2));
  CHECK(b.all() == up_to(100));
}

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
  actors::running<splitter_of_numbers> all;
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
  class faint : public recorder {
   public:
    actors::actor_method<void(int)> input{this, [](int) { throw std::runtime_error{"no"}; }};

   protected:
    void on_error(std::exception_ptr) override { stop_now(); }
  };
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

TEST_CASE("an actor in the place of one that is gone is connected anew") {
  actors::running<splitter_of_numbers> all;
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
