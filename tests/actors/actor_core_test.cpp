// SPDX-License-Identifier: BSL-1.0
// An actor that the test itself serves, step by step.
#include <actors/runtime/actor_core.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/ask.hpp>
#include <actors/runtime/shared_slot.hpp>
#include <actors/runtime/tell.hpp>
#include <tests/actors/puppet.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

using namespace puppets;

namespace {

/// A wait for the end that counts how many of its kind there are.
class counted_wait final : public actors::runtime::shared_slot {
 public:
  explicit counted_wait(int& alive) : shared_slot{kind::timed_join}, alive_{alive} { ++alive_; }
  void handle(actor_core&) noexcept override {}
  void stopped() noexcept override { drop(); }

 private:
  void destroy() noexcept override {
    --alive_;
    std::unique_ptr<counted_wait>{this};
  }

  int& alive_;
};

counted_wait* sent_to(puppet& p, int& alive) {
  counted_wait* const made = std::make_unique<counted_wait>(alive).release();
  made->share();
  CHECK(p.deliver(*made));
  CHECK_FALSE(p.serve());
  return made;
}

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

TEST_CASE("of those who gave up waiting for the end, however many, one is kept") {
  nobody by;
  int alive = 0;
  puppet p{by};
  p.start();
  counted_wait* const first = sent_to(p, alive);
  counted_wait* const second = sent_to(p, alive);
  for (int i = 0; i < 1000; ++i) sent_to(p, alive)->drop();
  CHECK(alive == 3);
  second->drop();
  sent_to(p, alive)->drop();
  CHECK(alive == 2);
  p.stop();
  CHECK(p.serve());
  CHECK(alive == 1);
  first->drop();
  CHECK(alive == 0);
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

namespace {

/// Serves an actor on whichever thread claimed it.
class whoever final : public executor {
 public:
  void start(actor_core& owned) override { owned.serve(); }
  void ready(actor_core& owned) noexcept override { owned.serve(); }
  void interrupt() noexcept override {}
  void wake_at(actor_core&, clock::time_point) override {}
  void cancel_wake_up(actor_core&) noexcept override {}
};

/// Its holder destroys it as soon as it has closed, though another thread may have closed it.
class short_lived final : public actor_core {
 public:
  explicit short_lived(executor& by) {
    serve_by(by, {}, {});
    begin();
  }
  ~short_lived() override { finish(); }

  void count() {
    auto body = [this] { ++counted; };
    auto sent = std::make_unique<tell<decltype(body)>>(body);
    if (send(*sent)) static_cast<void>(sent.release());
  }

  int counted = 0;  // plain: ThreadSanitizer sees an ownership that hands nothing over

 protected:
  void on_start() override {}
  bool process() override {
    never_process();
    return true;
  }
  void on_stop() override { counted = -1; }
  void on_error(std::exception_ptr) override {}
  void on_undelivered(actors::undelivered&) override {}
};

}  // namespace

TEST_CASE("an actor may pass from thread to thread, and each sees what the one before it did") {
  const support::deadline limit{"an actor passes from thread to thread"};
  whoever by;
  short_lived a{by};
  support::in_threads(4, [&](int) {
    for (int i = 0; i < 5000; ++i) a.count();
  });
  CHECK(ask(a, [&] { return a.counted; }) == 20000);
}

TEST_CASE(
    "an actor may be destroyed once it has closed, whatever the thread that closed it does then") {
  const support::deadline limit{"the last touch is the last"};
  whoever by;
  for (int round = 0; round < 300; ++round) {
    auto a = std::make_unique<short_lived>(by);
    actor_core* const seen = a.get();
    support::start_line line{2};
    std::thread stopper{[&] {
      line.wait();
      seen->stop();
    }};
    line.wait();
    for (int i = 0; i < round % 50; ++i) stm::engine::pause();
    while (!seen->stopping()) std::this_thread::yield();
    a.reset();
    stopper.join();
  }
}
