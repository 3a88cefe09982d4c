// SPDX-License-Identifier: BSL-1.0
// How a supervisor gives up, and how it ends.
#include <actors/supervisor.hpp>

#include <actors/runtime/log.hpp>
#include <tests/actors/nursery.hpp>
#include <tests/support/captured_stderr.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using namespace nursery;
using actors::restart;
using actors::supervise;
using actors::runtime::text_of;

TEST_CASE("a supervisor gives up when children fail too often, and ends them all") {
  const support::deadline limit{"the supervisor gives up"};
  support::captured_stderr out;
  diary seen;
  auto head = supervise({.at_most = 2}, hire(seen, "a"), hire(seen, "b"));
  const auto other = head->get<0>();
  std::string told;
  head->when_ended([&](const std::exception_ptr& why) { told = text_of(why); });
  let_fail<1>(*head);
  let_fail<1>(*head);
  head->get<1>()->fail();
  head->join();
  const std::string why =
      "nursery::worker failed once more than the 2 times allowed within 5 s, the "
      "last time by: as asked";
  CHECK(told == why);
  CHECK(text_of(head->failure()) == why);
  CHECK(other->stopping());
  CHECK(head->get<1>()->stopping());
  CHECK(head->restarts() == 2);
  CHECK(seen.take() == "+a, +b, -b, +b, -b, +b, -b, -a");
  CHECK(out.text().find(why) != std::string::npos);
  try {
    std::rethrow_exception(head->failure());
  } catch (const actors::too_many_restarts& e) {
    CHECK(text_of(e.last()) == "as asked");
  }
}

TEST_CASE("failures that lie further apart than the policy counts are restarted for ever") {
  diary seen;
  actors::rehearsal play{1};
  const auto hire_here = [&] {
    return std::make_unique<actors::rehearsed<worker>>(play, seen, "a");
  };
  actors::rehearsed<actors::supervisor<actors::rehearsed<worker>>> head{
      play, actors::restart_policy{.at_most = 2, .within = 5s}, hire_here};
  play.run();
  for (int i = 0; i < 10; ++i) {
    head.get<0>()->fail();
    play.run();
    play.advance(2501ms);
  }
  CHECK(head.restarts() == 10);
  CHECK_FALSE(head.stopping());
  const support::captured_stderr quiet;
  for (int i = 0; i < 3; ++i) {
    head.get<0>()->fail();
    play.run();
    play.advance(2499ms);
  }
  CHECK(head.stopping());
}

TEST_CASE("what a maker throws at first comes to the caller, and no child is left") {
  diary seen;
  CHECK_THROWS_AS(static_cast<void>(supervise(
                      {}, hire(seen, "a"), []() -> hired { throw std::out_of_range{"no b"}; })),
                  std::out_of_range);
  CHECK(seen.take() == "+a, -a");
}

TEST_CASE("so it does in a handler whose pool replaces nobody, and a child of its is waited for") {
  class founder : public actors::actor {
   public:
    actors::actor_function<void(diary*)> found{
        this, [](diary* seen) {
          static_cast<void>(supervise(
              {}, [seen] { return std::make_unique<actors::running<worker>>(*seen, "a"); },
              []() -> hired { throw std::runtime_error{"nobody to hire"}; }));
        }};
  };
  const support::deadline limit{"a child that is waited for"};
  diary seen;
  actors::pool workers{actors::pool_options{.workers = 1, .spares = 0}};
  actors::pooled<founder> one{workers, actors::options{.on_callers = false}};
  CHECK_THROWS_WITH_AS(one.found(&seen), "nobody to hire", std::runtime_error);
}

TEST_CASE("a maker that throws later is called again, as after a failure of its child") {
  const support::deadline limit{"the child is made anew"};
  diary seen;
  std::atomic<int> calls{0};
  auto head =
      supervise({.strategy = restart::one_for_all, .at_most = 3}, hire(seen, "a"), [&]() -> hired {
        const int call = ++calls;
        if (call == 2 || call == 3) throw std::out_of_range{"no b"};
        return hire(seen, "b")();
      });
  let_fail<1>(*head);
  CHECK(head->restarts() == 3);
  CHECK(head->get<0>()->count() == 1);
  const support::captured_stderr quiet;
  head->get<0>()->fail();
  head->join();
  CHECK(text_of(head->failure()).find("as asked") != std::string::npos);
}

TEST_CASE(
    "a child that is still there when a maker throws may use those it was made of to its end") {
  const support::deadline limit{"the children are made anew, or given up"};
  struct guest : actors::actor {
    guest(worker& of_host, int& told) : host{of_host}, farewells{told} {}
    ~guest() override {
      try {
        host.say("thanks");
      } catch (const actors::actor_stopped&) {
        ++farewells;
      }
    }
    worker& host;
    int& farewells;
  };
  for (const int at_most : {1, 3}) {
    const support::captured_stderr quiet;
    diary seen;
    int calls = 0, farewells = 0;
    auto head = supervise(
        {.strategy = restart::one_for_all, .at_most = at_most}, hire(seen, "a"), [&](worker& host) {
          if (++calls == 2) throw std::out_of_range{"no guest"};
          return std::make_unique<actors::running<guest>>(host, farewells);
        });
    head->get<0>()->fail();
    if (at_most == 1) {
      head->join();
    } else {
      while (head->restarts() < 2 || head->get<0>()->stopping()) std::this_thread::yield();
      head->stop();
      head->join();
    }
    head.reset();
    CHECK(farewells == (at_most == 1 ? 1 : 2));
  }
}

TEST_CASE("a supervisor whose maker never succeeds again gives up with what that throws") {
  const support::deadline limit{"the supervisor gives up"};
  const support::captured_stderr quiet;
  diary seen;
  bool first = true;
  auto head = supervise({}, [&]() -> hired {
    if (!std::exchange(first, false)) throw std::out_of_range{"no more"};
    return hire(seen, "a")();
  });
  head->get<0>()->fail();
  head->join();
  CHECK(text_of(head->failure()).find("no more") != std::string::npos);
}

TEST_CASE("a supervisor that is stopped while its maker fails again and again ends with that") {
  const support::deadline limit{"the supervisor ends"};
  const support::captured_stderr quiet;
  diary seen;
  std::atomic<int> calls{0};
  auto head = supervise({.at_most = 1'000'000'000}, [&]() -> hired {
    if (++calls > 1) throw std::out_of_range{"nobody to hire"};
    return hire(seen, "a")();
  });
  head->get<0>()->fail();
  while (calls < 10) std::this_thread::yield();
  head->stop();
  head->join();
  CHECK(text_of(head->failure()) == "nobody to hire");
}

TEST_CASE("a maker that has not started what it returns is told so") {
  struct idler : actors::actor {};
  CHECK_THROWS_WITH_AS(
      static_cast<void>(supervise(
          {}, [] { return std::make_unique<actors::running<idler>>(actors::defer_start); })),
      doctest::Contains("idler, which was not started"), std::invalid_argument);
}

TEST_CASE("a supervisor that is stopped lets its children handle what they were sent") {
  const support::deadline limit{"the supervisor ends"};
  diary seen;
  support::gate closed;
  auto head = supervise({}, hire(seen, "a"), hire(seen, "b"));
  const auto a = head->get<0>(), b = head->get<1>();
  a->hold(&closed);
  a->say("last words");
  head->stop();
  b->join();
  closed.open();
  head->join();
  CHECK(seen.take() == "+a, +b, -b, last words, -a");
}

TEST_CASE("a supervisor that is stopped at once stops its children at once") {
  const support::deadline limit{"the supervisor ends"};
  const support::captured_stderr quiet;
  diary seen;
  support::gate never;
  auto head = supervise({}, hire(seen, "a"));
  const auto a = head->get<0>();
  a->hold(&never);
  a->say("last words");
  never.wait_for();
  head->stop_now();
  head->join();
  CHECK(seen.take() == "+a, -a");
}

TEST_CASE("a supervisor that waits for its children hurries where it is told to stop at once") {
  const support::deadline limit{"the supervisor ends"};
  for (const bool destroyed : {false, true}) {
    const support::captured_stderr quiet;
    diary seen;
    support::gate never;
    auto inner = [&] { return supervise({}, hire(seen, "a"), hire(seen, "b")); };
    auto head = supervise({}, inner);
    const auto a = head->get<0>()->get<0>(), b = head->get<0>()->get<1>();
    b->hold(&never);
    a->say("words of a");
    a->ready();
    b->say("words of b");
    never.wait_for();
    head->stop();
    while (!b->stopping()) std::this_thread::yield();
    if (!destroyed) {
      head->stop_now();
      head->join();
    }
    head.reset();
    CHECK(seen.take() == "+a, +b, words of a, -b, -a");
  }
}

TEST_CASE("a supervisor of a pool that its child stops waits for that child all the same") {
  struct rebel : actors::actor {
    std::atomic<bool> done{false};
    actors::actor_method<void(actors::actor*, support::gate*)> stop_head{
        this, [this](actors::actor* head, support::gate* g) {
          head->stop();
          g->pass();
          done = true;
        }};
  };
  const support::deadline limit{"the end of a supervisor of a pool"};
  using child_type = actors::running<rebel>;
  actors::pool workers{1};
  support::gate g;
  actors::pooled<actors::supervisor<child_type>> head{
      workers, actors::restart_policy{}, [] { return std::make_unique<child_type>(); }};
  while (!head.get<0>()) std::this_thread::yield();
  CHECK_FALSE(head.join_for(5ms));  // most likely idle from here on
  const auto child = head.get<0>();
  child->stop_head(&head, &g);
  g.wait_for();
  CHECK_FALSE(head.join_for(20ms));
  g.open();
  head.join();
  CHECK(child->done);
}

TEST_CASE("a supervisor is destroyed by a thread that was interrupted, however long that takes") {
  enum { still_there, outlived, refused };
  struct heir : actors::actor {
    std::atomic<int> state{still_there};
    actors::actor_method<void(actors::actor*, support::gate*)> outlive{
        this, [this](actors::actor* head, support::gate* g) {
          try {
            head->join();
            state = outlived;
            g->pass();
          } catch (const actors::call_cycle&) {
            state = refused;  // its supervisor was the first to wait
          }
        }};
  };
  const support::deadline limit{"the end of a supervisor by an interrupted thread"};
  const support::captured_stderr quiet;
  support::gate g;
  std::atomic<bool> has_ended{false};
  boost::thread owner{[&] {
    auto head = supervise({}, [] { return std::make_unique<actors::running<heir>>(); });
    const auto child = head->get<0>();
    child->outlive(head.get(), &g);
    std::this_thread::sleep_for(20ms);  // the child most likely waits by now
    head->stop();
    head->join();  // its child is not waited for, if that waits for it
    while (child->state == still_there) std::this_thread::yield();
    has_ended = true;
    while (!boost::this_thread::interruption_requested()) std::this_thread::yield();
    head.reset();
    CHECK(boost::this_thread::interruption_requested());
  }};
  while (!has_ended) std::this_thread::yield();
  owner.interrupt();
  std::this_thread::sleep_for(20ms);  // the destructor most likely waits by now
  g.open();
  owner.join();
}

TEST_CASE("a child that waits for the end of its supervisor is not waited for, and has its way") {
  struct heir : actors::actor {
    actors::actor_method<void(actors::actor*)> end{
        this, [](actors::actor* head) {
          head->stop();
          head->join();
        }};
  };
  const support::deadline limit{"a ring of a supervisor and its child"};
  support::captured_stderr out;
  diary seen;
  auto head =
      supervise({}, hire(seen, "a"), [] { return std::make_unique<actors::running<heir>>(); });
  const auto child = head->get<1>();
  child->end(head.get());
  head->join();
  child->join();
  CHECK(seen.take() == "+a, -a");
  CHECK(out.text().find("actors wait for each other") != std::string::npos);
}
