// SPDX-License-Identifier: BSL-1.0
#include <actors/splitter.hpp>

#include <actors/pipeline.hpp>
#include <actors/running.hpp>
#include <actors/together.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/actors/settling_splitter.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using numbers = std::vector<int>;

class total : public actors::actor {
 public:
  explicit total(int last) : last_{last} {}
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

/// Whoever copies it runs code of its sender.
struct nosy {
  explicit nosy(std::function<void()> f) : on_copy{std::move(f)} {}
  nosy(const nosy& other) : on_copy{other.on_copy} { on_copy(); }
  nosy(nosy&&) = default;

  std::function<void()> on_copy;
};

class patient : public actors::actor {
 public:
  actors::actor_method<void(nosy)> input{this, [this](nosy) { ++got; }};
  int got = 0;
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
  actors::running<settling_splitter<int>> all;
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
  actors::running<total> source{actors::defer_start, 100};
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

TEST_CASE("a splitter may be used by what a message does when it is copied") {
  const support::deadline limit{"copies that connect and disconnect"};
  actors::running<settling_splitter<nosy>> all;
  actors::running<patient> a, b;
  all.connect(a.input);
  std::size_t seen = 0;
  all.input(nosy{[&] {
    all.connect(b.input);
    seen = all.connected();
    all.disconnect(b.input);
  }});
  all.settle();
  actors::drain(all, a, b);
  CHECK(seen == 2);
  CHECK(a.got == 1);
  CHECK(b.got == 0);
}

TEST_CASE("an inlet that is disconnected while a message is sent on does not get it any more") {
  actors::running<settling_splitter<nosy>> all;
  actors::running<patient> a, b;
  all.connect(a.input);
  all.connect(b.input);
  all.input(nosy{[&] { all.disconnect(b.input); }});  // when it is copied for the first of them
  all.settle();
  actors::drain(all, a, b);
  CHECK(a.got == 1);
  CHECK(b.got == 0);
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
  actors::running<settling_splitter<int>> all;
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
