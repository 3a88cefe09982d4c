// SPDX-License-Identifier: BSL-1.0
// An actor that the test itself serves, step by step.
#include <actors/runtime/actor_core.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/ask.hpp>
#include <actors/runtime/tell.hpp>
#include <actors/undelivered.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

using namespace actors::runtime;

namespace {

/// Counts what an executor is asked for, and has no thread.
class nobody final : public executor {
 public:
  void start(actor_core&) override {
    if (fails) throw std::runtime_error{"no thread to be had"};
    ++started;
  }
  void ready(actor_core&) noexcept override { ++readied; }
  void interrupt() noexcept override { ++interrupted; }

  bool fails = false;
  int started = 0;
  int readied = 0;
  int interrupted = 0;
};

/// Writes down what happens to it: a letter for each message and hook.
class puppet final : public actor_core {
 public:
  explicit puppet(executor& by) { serve_by(by); }
  ~puppet() override {
    if (closed()) return;
    stop_now();
    serve();
  }
  void start() { begin(); }
  using actor_core::closed;

  bool say(char c) {
    auto body = [this, c] { said += c; };
    auto sent = std::make_unique<tell<decltype(body)>>(body);
    if (!send(*sent)) return false;
    static_cast<void>(sent.release());
    return true;
  }

  std::string said;
  int turns = 0;

 protected:
  void on_start() override { said += '('; }
  bool process() override {
    if (turns == 0) {
      never_process();
      return true;
    }
    said += '.';
    return --turns > 0;
  }
  void on_stop() override { said += ')'; }
  void on_error(std::exception_ptr) override { said += '!'; }
  void on_undelivered(actors::undelivered& left) override { said += std::to_string(left.size()); }
};

}  // namespace

TEST_CASE("an idle actor is handed to its executor once, by the first message that comes") {
  nobody by;
  puppet p{by};
  p.start();
  CHECK(by.started == 1);
  CHECK_FALSE(p.serve());
  CHECK(p.say('a'));
  CHECK(p.say('b'));
  CHECK(by.readied == 1);
  CHECK_FALSE(p.serve());
  CHECK(p.say('c'));
  CHECK(by.readied == 2);
  CHECK(p.said == "(ab");
}

TEST_CASE("what comes before the start is handled after it and calls for no thread") {
  nobody by;
  puppet p{by};
  CHECK(p.say('a'));
  CHECK(by.readied == 0);
  p.start();
  CHECK_FALSE(p.serve());
  CHECK(p.said == "(a");
}

TEST_CASE(
    "an idle actor that is told to stop is handed to its executor and closes when it is served") {
  nobody by;
  puppet p{by};
  p.start();
  CHECK_FALSE(p.serve());
  p.stop();
  CHECK(by.readied == 1);
  CHECK_FALSE(p.closed());
  CHECK(p.serve());
  CHECK(p.closed());
  CHECK(p.said == "()");
}

TEST_CASE(
    "an actor that is told to stop at once while it is served is interrupted, and leaves the rest "
    "undone") {
  nobody by;
  puppet p{by};
  p.start();
  p.say('a');
  p.stop_now();
  CHECK(by.interrupted == 1);
  CHECK(p.serve());
  CHECK(p.said == "1");  // stopped before on_start, which then has no on_stop
}

TEST_CASE("process runs after what had come, and its end is that of the actor") {
  nobody by;
  puppet p{by};
  p.turns = 2;
  p.start();
  p.say('a');
  p.say('b');
  CHECK(p.serve());
  CHECK(p.said == "(ab..)");
}

TEST_CASE("an actor that gets no thread is stopped, and what waits is answered") {
  nobody by;
  by.fails = true;
  puppet p{by};
  p.say('a');
  CHECK_THROWS_WITH_AS(p.start(), "no thread to be had", std::runtime_error);
  CHECK(p.closed());
  CHECK(p.said == "1");
  CHECK_FALSE(p.say('b'));
  CHECK_THROWS_AS(p.start(), std::logic_error);
  CHECK_THROWS_AS(ask(p, [] { return 1; }), actors::actor_stopped);
}

TEST_CASE("an actor that was told to stop handles what came before, and closes") {
  nobody by;
  puppet p{by};
  p.start();
  p.say('a');
  p.stop();
  CHECK_FALSE(p.say('b'));
  CHECK(by.readied == 0);
  CHECK(p.serve());
  CHECK(p.said == "(a)");
}
