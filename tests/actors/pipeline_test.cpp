// SPDX-License-Identifier: BSL-1.0
#include <actors/pipeline.hpp>

#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/late_bind.hpp>
#include <actors/running.hpp>
#include <actors/together.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace {

class numbers_up_to : public actors::actor {
 public:
  explicit numbers_up_to(int n) : last{n} {}
  actors::late_bind<void(int)> output;

 protected:
  bool process() override {
    output(++next);
    return next < last;
  }

 private:
  int next = 0;
  int last;
};

class doubler : public actors::actor {
 public:
  actors::actor_method<void(int)> input{this, [this](int n) { output(2 * n); }};
  actors::late_bind<void(int)> output;
};

class collector : public actors::actor {
 public:
  actors::actor_method<void(int)> input{this, [this](int n) { got.push_back(n); }};
  std::vector<int> got;
};

}  // namespace

TEST_CASE("a pipeline leads from each output to the next input") {
  const support::deadline limit{"a pipeline runs to its end"};
  actors::running<numbers_up_to> a{actors::defer_start, 5};
  actors::running<doubler> b;
  actors::running<collector> c;
  actors::pipeline(a, b, c);
  a.start();
  a.join();
  actors::drain(b, c);
  CHECK(c.got == std::vector<int>{2, 4, 6, 8, 10});
}

TEST_CASE("a pipeline may have two ends only") {
  actors::running<collector> c;
  actors::running<numbers_up_to> a{actors::defer_start, 3};
  actors::pipeline(a, c);
  a.start();
  a.join();
  actors::drain(c);
  CHECK(c.got == std::vector<int>{1, 2, 3});
}

TEST_CASE("a pipeline cannot be made with an actor that has stopped") {
  actors::running<doubler> b;
  actors::running<collector> c;
  c.stop();
  CHECK_THROWS_AS(actors::pipeline(b, c), actors::actor_stopped);
}
