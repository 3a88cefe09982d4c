// SPDX-License-Identifier: BSL-1.0
// How one learns that an actor has ended, and why.
#include <actors/actors.hpp>
#include <actors/runtime/log.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/captured_stderr.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using actors::runtime::text_of;

namespace {

/// What its hooks do, they say.
struct scripted : recorder {
  std::string how;
  explicit scripted(std::string what) : how{std::move(what)} {}

  void on_start() override {
    if (how == "start") throw std::runtime_error{"from on_start"};
  }
  bool process() override {
    if (how == "process") throw std::runtime_error{"from process"};
    rest();
    return true;
  }
  void on_stop() override {
    if (how == "stop") throw std::runtime_error{"from on_stop"};
  }
  void on_error(std::exception_ptr failure) override {
    if (how == "orderly") return stop();
    if (how == "throwing") std::rethrow_exception(failure);
    if (how != "ignore") stop_now();
  }
};

}  // namespace

TEST_CASE("what stops an actor by on_error is its failure once it has ended") {
  const support::captured_stderr quiet;
  actors::pool workers;
  actors::running<recorder> a;
  actors::pooled<recorder> b{workers};
  for (recorder* each : {static_cast<recorder*>(&a), static_cast<recorder*>(&b)}) {
    CHECK(each->failure() == nullptr);
    each->fail();
    each->join();
    CHECK(text_of(each->failure()) == "as asked");
    CHECK(text_of(each->failure()) == "as asked");
  }
}

TEST_CASE("an actor that is told to stop has no failure") {
  actors::running<recorder> a, b, c;
  a.stop();
  b.stop_now();
  c.halt_now();
  CHECK_THROWS_AS(c.refuse(), actors::actor_stopped);
  for (recorder* each : {&a, &b, &c}) {
    each->join();
    CHECK(each->failure() == nullptr);
  }
}

TEST_CASE("an exception that a caller gets is no failure of the actor") {
  actors::running<recorder> a;
  CHECK_THROWS_AS(a.refuse(), std::out_of_range);
  a.stop();
  a.join();
  CHECK(a.failure() == nullptr);
}

TEST_CASE("whatever on_error does to stop the actor, what it was given is the failure") {
  const support::captured_stderr quiet;
  for (const char* how : {"at once", "orderly", "throwing"}) {
    actors::running<scripted> a{how};
    a.fail();
    a.join();
    CHECK(text_of(a.failure()) == "as asked");
  }
  for (const char* how : {"start", "process"}) {
    actors::running<scripted> a{how};
    a.join();
    CHECK(text_of(a.failure()) == std::string{"from "} + (how[0] == 's' ? "on_start" : "process"));
  }
}

TEST_CASE("what on_error lets pass, and what fails in the end, is no failure of the actor") {
  {
    actors::running<scripted> a{"ignore"};
    a.fail();
    a.stop();
    a.join();
    CHECK(a.failure() == nullptr);
  }
  actors::running<scripted> a{"stop"};
  a.stop();
  a.join();
  CHECK(a.failure() == nullptr);
}

TEST_CASE("the first failure that stops an actor is the one that counts") {
  actors::running<scripted> a{"orderly"};
  support::gate closed;
  a.hold(&closed);
  a.fail();
  a.fail_oddly();
  closed.open();
  a.join();
  CHECK(text_of(a.failure()) == "as asked");
}

TEST_CASE("who watches an actor is told once when it has ended, before join returns") {
  const support::captured_stderr quiet;
  actors::pool workers;
  actors::running<recorder> a;
  actors::pooled<recorder> b{workers};
  for (recorder* each : {static_cast<recorder*>(&a), static_cast<recorder*>(&b)}) {
    std::vector<std::string> told;
    for (int i = 0; i < 2; ++i)
      each->when_ended([&](const std::exception_ptr& why) { told.push_back(text_of(why)); });
    each->note(1);
    CHECK(each->all().size() == 1);
    CHECK(told.empty());
    each->fail();
    each->join();
    CHECK(told == std::vector<std::string>{"as asked", "as asked"});
  }
}

TEST_CASE("who watches an actor that has ended is told at once") {
  const support::captured_stderr quiet;
  actors::running<recorder> a, b;
  a.fail();
  b.stop();
  a.join();
  b.join();
  std::string told;
  a.when_ended([&](const std::exception_ptr& why) { told += text_of(why); });
  b.when_ended([&](const std::exception_ptr& why) { told += why ? " failed" : " stopped"; });
  CHECK(told == "as asked stopped");
}

TEST_CASE("who watches an actor that is destroyed, or was never started, is told as well") {
  int told = 0;
  const auto count = [&](const std::exception_ptr& why) { told += why == nullptr; };
  {
    actors::pool workers;
    actors::running<recorder> a;
    actors::pooled<recorder> b{workers};
    actors::running<recorder> never{actors::defer_start};
    for (recorder* each :
         {static_cast<recorder*>(&a), static_cast<recorder*>(&b), static_cast<recorder*>(&never)})
      each->when_ended(count);
  }
  CHECK(told == 3);
}

TEST_CASE("who is told of an end finds all that the actor did, and may watch again") {
  actors::running<recorder> a;
  int seen = 0, again = 0;
  a.when_ended([&](const std::exception_ptr&) {
    seen = a.noted.back();
    a.when_ended([&](const std::exception_ptr&) { ++again; });
  });
  a.note(7);
  a.stop();
  a.join();
  CHECK(seen == 7);
  CHECK(again == 1);
}

TEST_CASE("to wait for the end where one is told of it is refused") {
  actors::running<recorder> a;
  bool refused = false;
  a.when_ended([&](const std::exception_ptr&) {
    try {
      a.join();
    } catch (const actors::call_cycle&) {
      refused = true;
    }
  });
  a.stop();
  a.join();
  CHECK(refused);
}

TEST_CASE("what is thrown by who is told of an end is written down, and the others are told") {
  int told = 0;
  support::captured_stderr out;
  {
    actors::running<recorder> a;
    for (int i = 0; i < 2; ++i)
      a.when_ended([&](const std::exception_ptr&) {
        ++told;
        throw std::runtime_error{"not told"};
      });
  }
  CHECK(told == 2);
  CHECK(out.text().find("when an actor ended: not told\n") != std::string::npos);
}

TEST_CASE("each of many who watch an actor while it ends is told once, before it is gone") {
  const support::deadline limit{"all who watch are told"};
  constexpr int rounds = 300, watchers = 3, each = 5;
  actors::pool workers;
  int lost = 0;
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> told{0};
    auto a = std::make_unique<actors::pooled<recorder>>(workers);
    std::vector<std::thread> threads;
    for (int w = 0; w < watchers; ++w) {
      threads.emplace_back([&] {
        for (int i = 0; i < each; ++i) a->when_ended([&](const std::exception_ptr&) { ++told; });
        a->join();
      });
    }
    a->stop();
    a->join();
    for (std::thread& t : threads) t.join();
    a.reset();
    lost += watchers * each - told;
  }
  CHECK(lost == 0);
}
