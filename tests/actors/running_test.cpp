// SPDX-License-Identifier: BSL-1.0
#include <actors/running.hpp>

#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/undelivered.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace {

class tally_keeper : public actors::actor {
 public:
  tally_keeper() = default;
  explicit tally_keeper(int first) : count{first} {}

  actors::actor_method<void(int)> add{this, [this](int n) { count += n; }};
  actors::actor_function<int()> total{this, [this] { return count; }};
  actors::actor_function<void(support::gate*)> wait{this, [](support::gate* g) { g->pass(); }};

  int count = 0;
  int ends = 0;
  std::size_t left = 0;

 protected:
  void on_stop() override { ++ends; }
  void on_undelivered(actors::undelivered& messages) override { left += messages.size(); }
};

/// Uses a part of itself at its end.
class last_words : public actors::actor {
 public:
  explicit last_words(std::vector<int>& s) : said{s} {}
  actors::actor_method<void()> poke{this, [] {}};
  actors::actor_function<void()> greet{this, [] {}};

 protected:
  void on_stop() override { said.push_back(part->value); }
  void on_undelivered(actors::undelivered&) override {}

 private:
  std::vector<int>& said;
  std::unique_ptr<support::counted> part = std::make_unique<support::counted>(7);
};

}  // namespace

TEST_CASE("a running actor serves as soon as it is constructed") {
  actors::running<tally_keeper> a{5};
  CHECK(a.total() == 5);
}

TEST_CASE("calls of an actor that waits for its start are handled after it, in order") {
  actors::running<tally_keeper> a{actors::defer_start, 1};
  a.add(10);
  auto first = a.total.async();
  a.add(100);
  auto second = a.total.async();
  CHECK_FALSE(first.is_ready());
  a.start();
  CHECK(first.get() == 11);
  CHECK(second.get() == 111);
}

TEST_CASE("an actor is started once") {
  actors::running<tally_keeper> a;
  CHECK_THROWS_WITH_AS(
      a.start(), "an actor is started once, and this one has been", std::logic_error);
  CHECK(a.total() == 0);
}

TEST_CASE("an actor that has stopped cannot be started again") {
  actors::running<tally_keeper> a;
  a.stop();
  a.join();
  CHECK_THROWS_WITH_AS(
      a.start(), "an actor that has been stopped cannot be started again", std::logic_error);
  actors::running<tally_keeper> never{actors::defer_start};
  never.stop_now();
  CHECK_THROWS_AS(never.start(), std::logic_error);
}

TEST_CASE("an actor that was stopped before its start handles what it was sent, and ends") {
  actors::running<tally_keeper> a{actors::defer_start};
  a.add(1);
  a.stop();
  CHECK_THROWS_AS(a.add(10), actors::actor_stopped);
  a.start();
  a.join();
  CHECK(a.count == 1);
  CHECK(a.ends == 1);
}

TEST_CASE("an actor that was never started cannot be joined") {
  actors::running<tally_keeper> a{actors::defer_start};
  CHECK_THROWS_AS(a.join(), std::logic_error);
}

TEST_CASE("stop_now ends an actor that was never started at once, without on_stop") {
  actors::running<tally_keeper> a{actors::defer_start};
  a.add(1);
  auto answer = a.total.async();
  a.stop_now();
  CHECK(answer.is_ready());
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  a.join();
  CHECK(a.left == 1);
  CHECK(a.count == 0);
  CHECK(a.ends == 0);
}

TEST_CASE("the destruction of an actor that was never started answers what waits") {
  boost::future<int> answer;
  {
    actors::running<tally_keeper> a{actors::defer_start};
    answer = a.total.async();
  }
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
}

TEST_CASE("the destruction wakes a handler that is blocked and answers whoever waits") {
  const support::deadline limit{"destruction does not hang"};
  support::gate never;
  boost::future<void> in_hand;
  boost::future<int> waiting;
  {
    actors::running<tally_keeper> a;
    in_hand = a.wait.async(&never);
    never.wait_for();
    waiting = a.total.async();
  }
  CHECK_THROWS_AS(in_hand.get(), actors::actor_stopped);
  CHECK_THROWS_AS(waiting.get(), actors::actor_stopped);
}

TEST_CASE("no part of an actor is destroyed before its thread has ended") {
  support::counted::reset();
  std::vector<int> said;
  for (int i = 0; i < 100; ++i) {
    actors::running<last_words> a{said};
    a.greet();
    if (i % 2) a.poke();
  }
  CHECK(said == std::vector<int>(100, 7));
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("where the constructor of an actor throws, what it was sent before is answered") {
  class misbegotten : public tally_keeper {
   public:
    explicit misbegotten(boost::future<int>& answer) {
      answer = total.async();
      throw std::runtime_error{"never mind"};
    }
  };
  boost::future<int> answer;
  CHECK_THROWS_WITH_AS(actors::running<misbegotten>{answer}, "never mind", std::runtime_error);
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
}

TEST_CASE("an actor can be held by its base") {
  const std::unique_ptr<actors::actor> a =
      std::make_unique<actors::running<tally_keeper>>(actors::defer_start);
  a->start();
  a->stop();
  a->join();
  CHECK(a->stopping());
}

TEST_CASE("a running actor is made of what its class is made of") {
  class keeper : public actors::actor {
   public:
    keeper(std::unique_ptr<int> k, int& r) : kept{std::move(k)}, referred{r} {}
    std::unique_ptr<int> kept;
    int& referred;
  };
  int outside = 3;
  actors::running<keeper> a{std::make_unique<int>(4), outside};
  CHECK(*a.kept == 4);
  CHECK(&a.referred == &outside);
}
