// SPDX-License-Identifier: BSL-1.0
// What becomes of what handlers and hooks throw.
#include <actors/actor.hpp>

#include <tests/actors/recorder.hpp>
#include <tests/support/captured_stderr.hpp>

#include <doctest/doctest.h>

#include <boost/thread/exceptions.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

class failing : public actors::actor {
 public:
  actors::actor_method<void()> fail{this, [] { throw std::runtime_error{"as asked"}; }};
  actors::actor_method<void()> fail_oddly{this, [] { throw 7; }};
};

}  // namespace

TEST_CASE("what a handler throws reaches its asker as it is, and the actor lives") {
  actors::running<recorder> a;
  CHECK_THROWS_WITH_AS(a.refuse(), "as asked", std::out_of_range);
  a.note(0);
  CHECK(a.all() == up_to(1));
}

TEST_CASE(
    "what a handler that nobody waits for throws goes to on_error, which decides whether the actor "
    "lives") {
  actors::running<stubborn> a;
  a.fail();
  a.note(0);
  a.fail_oddly();
  CHECK(a.all_errors() == std::vector<std::string>{"as asked", "odd"});
  CHECK(a.all() == up_to(1));
}

TEST_CASE("an interruption that a future tells of is a failure like others, and stops nobody") {
  class reader : public stubborn {
   public:
    actors::actor_method<void()> tell{this, [] { throw boost::thread_interrupted{}; }};
    actors::actor_function<int()> ask{this, []() -> int { throw boost::thread_interrupted{}; }};
  };
  actors::running<reader> own;
  CHECK_THROWS_AS(own.ask(), boost::thread_interrupted);
  CHECK_THROWS_AS(own.ask.within(std::chrono::hours{1}), boost::thread_interrupted);
  own.tell();
  CHECK(own.all_errors() == std::vector<std::string>{"odd"});
  CHECK_FALSE(own.stopping());
}

TEST_CASE("by default an actor stops at once where a handler that nobody waits for throws") {
  actors::running<recorder> a{actors::defer_start};
  a.fail();
  a.note(0);
  auto answer = a.all.async();
  a.start();
  a.join();
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  CHECK(a.noted.empty());
  CHECK(a.left == 1);
}

TEST_CASE(
    "by default the standard error says which actor failed and why, and how much it left undone") {
  support::captured_stderr captured;
  for (int i = 0; i < 2; ++i) {
    actors::running<failing> a{actors::defer_start};
    i ? a.fail_oddly() : a.fail();
    a.fail();
    a.start();
    a.join();
  }
  const std::string said = captured.text();
  CHECK(said.find("failing: as asked\n") != std::string::npos);
  CHECK(said.find("failing: an exception of an unknown type\n") != std::string::npos);
  CHECK(said.find("failing: stopped before it handled 1 of its messages\n") != std::string::npos);
}

TEST_CASE("what on_start, process and on_stop throw goes to on_error") {
  class clumsy : public stubborn {
   protected:
    void on_start() override { throw std::runtime_error{"start"}; }
    bool process() override {
      if (++turns == 1) throw std::runtime_error{"process"};
      return turns < 3;
    }
    void on_stop() override { throw std::runtime_error{"stop"}; }
    int turns = 0;
  };
  actors::running<clumsy> a;
  a.join();
  CHECK(a.errors == std::vector<std::string>{"start", "process", "stop"});
}

TEST_CASE("by default an actor whose on_start throws stops before its first message") {
  class stillborn : public recorder {
   public:
    bool ended = false;

   protected:
    void on_start() override { throw std::runtime_error{"start"}; }
    void on_stop() override { ended = true; }
  };
  actors::running<stillborn> a{actors::defer_start};
  auto answer = a.all.async();
  a.start();
  CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  a.join();
  CHECK(a.ended);
}

TEST_CASE("an on_error that throws stops the actor and nothing else") {
  class hopeless : public recorder {
   protected:
    void on_error(std::exception_ptr failure) override { std::rethrow_exception(failure); }
  };
  actors::running<hopeless> a;
  a.fail();
  a.join();
  CHECK(a.stopping());
}
