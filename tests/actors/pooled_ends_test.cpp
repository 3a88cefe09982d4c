// SPDX-License-Identifier: BSL-1.0
// How pooled actors begin and end, and what becomes of those who call them meanwhile.
#include <actors/pooled.hpp>
#include <actors/running.hpp>

#include <tests/actors/ledger.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

TEST_CASE("what on_start, on_stop and on_error of a pooled actor throw harms nobody") {
  class clumsy : public recorder {
   protected:
    void on_start() override { throw std::runtime_error{"start"}; }
    void on_stop() override { throw std::runtime_error{"stop"}; }
    void on_error(std::exception_ptr) override { throw std::runtime_error{"error"}; }
  };
  const support::deadline limit{"hooks that throw"};
  actors::pool workers{1};
  actors::pooled<clumsy> a{workers};
  a.join();
  CHECK_THROWS_AS(a.all(), actors::actor_stopped);
}

TEST_CASE("a pooled actor may be called in its constructor and in its on_stop") {
  class eager : public actors::actor {
   public:
    eager() { note(1); }
    actors::actor_method<void(int)> note{this, [this](int n) { sum += n; }};
    actors::actor_function<int()> get{this, [this] { return sum; }};
    int sum = 0;
    int at_end = 0;
    bool refused = false;

   protected:
    void on_stop() override {
      at_end = get();  // its own function: in place
      try {
        note(1);
      } catch (const actors::actor_stopped&) {
        refused = true;
      }
    }
  };
  const support::deadline limit{"calls at the ends"};
  actors::pool workers{1};
  actors::pooled<eager> a{workers};
  CHECK(a.get() == 1);
  a.stop();
  a.join();
  CHECK(a.at_end == 1);
  CHECK(a.refused);
}

TEST_CASE("a handler in place may stop its own actor, and the caller is answered") {
  const support::deadline limit{"an actor stops itself in place"};
  actors::pool workers{1};
  actors::pooled<recorder> a{workers}, b{workers};
  a.halt();
  a.join();
  b.halt_now();
  b.join();
  CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  CHECK_THROWS_AS(b.note(1), actors::actor_stopped);
}

TEST_CASE("ten thousand pooled actors stop at once") {
  const support::deadline limit{"ten thousand ends"};
  actors::pool workers{2};
  std::deque<actors::pooled<recorder>> all;
  for (int i = 0; i < 10000; ++i) all.emplace_back(workers);
  for (auto& each : all) each.note(1);
  for (auto& each : all) each.stop();
  for (auto& each : all) each.join();
  bool handled = true;
  for (auto& each : all) handled = handled && each.noted == std::vector<int>{1};
  CHECK(handled);
}

TEST_CASE(
    "a pooled actor is stopped and joined while eight threads call it, and each is answered") {
  const support::deadline limit{"an end among callers"};
  actors::pool workers{2};
  for (int round = 0; round < 50; ++round) {
    auto a = std::make_unique<actors::pooled<ledger>>(workers);
    std::atomic<int> refused{0};
    support::start_line line{9};
    std::vector<std::thread> clients;
    for (int who = 0; who < 8; ++who) {
      clients.emplace_back([&, who] {
        line.wait();
        try {
          for (int n = 1;; ++n) n % 2 ? static_cast<void>(a->ask(who, n)) : a->tell(who, n);
        } catch (const actors::actor_stopped&) {
          ++refused;
        }
      });
    }
    line.wait();
    if (round % 2) {
      a->stop();
    } else {
      a->stop_now();
    }
    a->join();
    for (auto& each : clients) each.join();
    CHECK(refused == 8);
    CHECK(a->in_order);
    a.reset();
  }
}

TEST_CASE("an exception under way hands what others sent to the pool") {
  const support::deadline limit{"an exception among others' calls"};
  class thrower : public actors::actor {
   public:
    actors::actor_function<void(support::gate*)> fail{
        this, [](support::gate* g) {
          g->pass();
          throw std::out_of_range{"as asked"};
        }};
    actors::actor_function<int()> exceptions{this, [] { return std::uncaught_exceptions(); }};
  };
  actors::pool workers{1};
  actors::pooled<thrower> a{workers};
  support::gate g;
  std::thread failing{[&] { CHECK_THROWS_AS(a.fail(&g), std::out_of_range); }};
  g.wait_for();
  auto waiting = a.exceptions.async();
  g.open();
  CHECK(waiting.get() == 0);
  failing.join();
}

TEST_CASE("an actor that ends in a call of another one may call that in its end") {
  struct clerk : stubborn {
    recorder* office = nullptr;
    actors::actor_function<void()> quit{this, [this] { stop(); }};
    void on_stop() override { office->all(); }
  };
  struct manager : recorder {
    actors::actor_function<void(clerk*)> dismiss{this, [](clerk* c) { c->quit(); }};
  };
  const support::deadline limit{"an end in another one's handler"};
  actors::pool workers{2};
  actors::running<manager> office;
  actors::pooled<clerk> one{workers};
  one.office = &office;
  one.all();  // idle from here on
  office.dismiss(&one);
  one.join();
  CHECK(one.errors.empty());
}

TEST_CASE("who watches the end of an idle pooled actor is told by the pool, not by who stops it") {
  struct stopping {
    actors::actor& a;
    ~stopping() { a.stop(); }
  };
  const support::deadline limit{"the end of a watched actor"};
  actors::pool workers{1};
  actors::pooled<recorder> a{workers};
  a.all();  // idle from here on
  std::thread::id teller;
  int exceptions = -1;
  a.when_ended([&](const std::exception_ptr&) {
    teller = std::this_thread::get_id();
    exceptions = std::uncaught_exceptions();
  });
  a.all();  // it has come to the watch
  try {
    const stopping scope{a};
    throw std::out_of_range{"as asked"};
  } catch (const std::out_of_range&) {
  }
  a.join();
  CHECK(teller != std::this_thread::get_id());
  CHECK(exceptions == 0);
}

TEST_CASE("the destructor of a pooled actor stops it at once and answers who waits") {
  const support::deadline limit{"a pooled actor is destroyed"};
  actors::pool workers{1};
  support::gate g;
  boost::future<std::vector<int>> answer;
  {
    actors::pooled<recorder> a{workers};
    a.hold(&g);
    g.wait_for();
    answer = a.all.async();
    g.open();
  }
  CHECK(answer.is_ready());
  if (answer.has_exception()) {
    CHECK_THROWS_AS(answer.get(), actors::actor_stopped);
  } else {
    CHECK(answer.get().empty());  // handled just before the end
  }
}

TEST_CASE("an actor that asks itself while it is being constructed gets an error, not a hang") {
  class impatient : public actors::actor {
   public:
    impatient() {
      try {
        get();
      } catch (const actors::call_cycle&) {
        ++refused;
      }
      try {
        get.within(1h);
      } catch (const actors::call_cycle&) {
        ++refused;
      }
    }
    int refused = 0;
    actors::actor_function<int()> get{this, [this] { return refused; }};
  };
  const support::deadline limit{"a call in a constructor"};
  actors::pool workers{1};
  CHECK(actors::pooled<impatient>{workers}.refused == 2);
  CHECK(actors::running<impatient>{}.refused == 2);
}

TEST_CASE("whoever waits for an answer may find the actor destroyed by then") {
  const support::deadline limit{"an actor is destroyed while callers wait"};
  actors::pool workers{2};
  for (int round = 0; round < 100; ++round) {
    support::gate g;
    const actors::options how{.mailbox_limit = 100, .on_callers = round % 2 == 0};
    auto a = std::make_unique<actors::pooled<recorder>>(workers, how);
    recorder* const seen = a.get();
    seen->hold(&g);
    g.wait_for();
    std::atomic<int> answered{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&, i] {
        try {
          static_cast<void>(i % 2 ? seen->all() : seen->all.within(1h));
        } catch (const actors::actor_stopped&) {
        }
        ++answered;
      });
    }
    while (*seen->depth() < 4) std::this_thread::yield();
    a->stop_now();
    g.open();
    a.reset();
    for (auto& each : clients) each.join();
    CHECK(answered == 4);
  }
}

TEST_CASE("nothing interrupts the calls that an actor makes in its on_stop") {
  class parent : public actors::actor {
   public:
    explicit parent(recorder& c) : child{c} {}
    recorder& child;
    bool joined = false;
    actors::actor_function<void()> has_started{this, [] {}};

   protected:
    void on_stop() override {
      static_cast<void>(child.all.within(1h));
      child.stop();
      joined = child.join_for(1h);
    }
  };
  const support::deadline limit{"an actor ends another one"};
  actors::pool workers{1};
  actors::running<recorder> first, second;
  actors::pooled<parent> a{workers, first};
  actors::running<parent> b{second};
  a.has_started();
  a.stop_now();
  a.join();
  b.has_started();  // one that is stopped before has nothing to end
  b.stop_now();
  b.join();
  CHECK(a.joined);
  CHECK(b.joined);
}

TEST_CASE("the end of a caller interrupts no actor that it serves on its own thread") {
  class porter : public actors::actor {
   public:
    int passed = 0;
    actors::actor_function<void(support::gate*)> pass{
        this, [this](support::gate* g) {
          g->pass();
          ++passed;
        }};
  };
  class visitor : public actors::actor {
   public:
    explicit visitor(porter& p) : at{p} {}
    porter& at;
    bool is_in = false, goes_on = false;
    actors::actor_method<void(support::gate*)> visit{
        this, [this](support::gate* g) {
          at.pass(g);
          is_in = true;
          boost::this_thread::interruption_point();
          goes_on = true;
        }};
  };
  const support::deadline limit{"a caller that ends in the middle of a call"};
  actors::pool workers{1};
  for (const bool in_place : {true, false}) {
    support::gate g;
    actors::pooled<porter> keeper{workers, actors::options{.on_callers = in_place}};
    actors::running<visitor> one{keeper};
    one.visit(&g);
    g.wait_for();
    one.stop_now();
    CHECK_FALSE(one.join_for(20ms));
    g.open();
    one.join();
    CHECK(keeper.passed == 1);
    CHECK(one.is_in);
    CHECK_FALSE(one.goes_on);
  }
}
