// SPDX-License-Identifier: BSL-1.0
#include <actors/supervisor.hpp>

#include <tests/actors/nursery.hpp>
#include <tests/support/captured_stderr.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace nursery;
using actors::restart;
using actors::supervise;

TEST_CASE("a child that has failed is made anew, and the others go on") {
  const support::deadline limit{"the child is made anew"};
  diary seen;
  auto head = supervise({}, hire(seen, "a"), hire(seen, "b"), hire(seen, "c"));
  CHECK(seen.take() == "+a, +b, +c");
  head->get<0>()->count();
  head->get<1>()->count();
  let_fail<1>(*head);
  CHECK(head->get<1>()->count() == 1);
  CHECK(head->get<0>()->count() == 2);
  CHECK(seen.take() == "-b, +b");
  CHECK(head->restarts() == 1);
}

TEST_CASE("one_for_all makes all children anew, the last stopped first") {
  const support::deadline limit{"the children are made anew"};
  diary seen;
  auto head = supervise(
      {.strategy = restart::one_for_all}, hire(seen, "a"), hire(seen, "b"), hire(seen, "c"));
  seen.take();
  let_fail<1>(*head);
  while (head->get<2>()->stopping()) std::this_thread::yield();
  CHECK(head->get<2>()->count() == 1);
  CHECK(seen.take() == "-b, -c, -a, +a, +b, +c");
}

TEST_CASE("rest_for_one makes the child anew and those after it") {
  const support::deadline limit{"the children are made anew"};
  diary seen;
  auto head = supervise(
      {.strategy = restart::rest_for_one}, hire(seen, "a"), hire(seen, "b"), hire(seen, "c"));
  seen.take();
  head->get<0>()->count();
  let_fail<1>(*head);
  while (head->get<2>()->stopping()) std::this_thread::yield();
  CHECK(head->get<2>()->count() == 1);
  CHECK(head->get<0>()->count() == 2);
  CHECK(seen.take() == "-b, -c, +b, +c");
}

TEST_CASE("a child that was told to stop is left as it is") {
  diary seen;
  {
    auto head = supervise({}, hire(seen, "a"), hire(seen, "b"));
    const auto a = head->get<0>();
    a->stop();
    a->join();
    let_fail<1>(*head);  // handled after the end of a
    CHECK(head->get<0>() == a);
    CHECK(head->restarts() == 1);
  }
  CHECK(seen.take() == "+a, +b, -a, -b, +b, -b");
}

TEST_CASE("a child may be made of those before it, and is made anew with them") {
  class seller : public actors::actor {
   public:
    explicit seller(worker& from) : from_{from} {}
    actors::actor_function<int()> sell{this, [this] { return from_.count(); }};

   private:
    worker& from_;
  };
  const support::deadline limit{"the children are made anew"};
  diary seen;
  auto head = supervise({.strategy = restart::rest_for_one}, hire(seen, "a"), [](worker& from) {
    return std::make_unique<actors::running<seller>>(from);
  });
  CHECK(head->get<1>()->sell() == 1);
  CHECK(head->get<1>()->sell() == 2);
  let_fail<0>(*head);
  while (head->get<1>()->stopping()) std::this_thread::yield();
  CHECK(head->get<1>()->sell() == 1);
}

TEST_CASE("a supervisor may be a child: what it gives up on is made anew as a whole") {
  const support::deadline limit{"the inner supervisor is made anew"};
  const support::captured_stderr quiet;
  diary seen;
  auto outer =
      supervise({}, [&] { return supervise({.at_most = 0}, hire(seen, "a"), hire(seen, "b")); });
  const auto inner = outer->get<0>();
  inner->get<0>()->fail();
  while (outer->get<0>() == inner) std::this_thread::yield();
  CHECK(outer->get<0>()->get<1>()->count() == 1);
  CHECK(inner->get<1>()->stopping());
}

TEST_CASE("a policy that makes no sense is refused by name") {
  diary seen;
  const auto make = hire(seen, "a");
  CHECK_THROWS_WITH_AS(static_cast<void>(supervise({.at_most = -1}, make)),
                       "a restart policy allows 0 restarts or more, not -1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      static_cast<void>(supervise({.within = 0s}, make)),
      "a restart policy counts within a time of more than 0 ns, not 0 ns", std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      static_cast<void>(supervise({}, make, [&](worker&) { return make(); })),
      "a child that is made of those before it cannot outlive them: one_for_one",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(static_cast<void>(supervise({}, []() -> hired { return nullptr; })),
                       "a maker of a supervisor has returned no actor", std::invalid_argument);
}

TEST_CASE("callers of children that fail all the time get an answer or actor_stopped") {
  const support::deadline limit{"all callers come to an end"};
  constexpr int callers = 3, failures = 200;
  diary seen;
  actors::pool workers;
  const auto hire_pooled = [&] {
    return std::make_unique<actors::pooled<worker>>(workers, seen, "a");
  };
  std::atomic<bool> over{false};
  std::atomic<int> answered{0}, refused{0}, odd{0};
  auto head = supervise(
      {.strategy = restart::one_for_all, .at_most = 1000, .within = 1h}, hire_pooled, hire_pooled);
  std::vector<std::thread> threads;
  for (int t = 0; t < callers; ++t) {
    threads.emplace_back([&] {
      while (!over) {
        try {
          head->get<0>()->count();
          ++answered;
        } catch (const actors::actor_stopped&) {
          ++refused;
        } catch (...) {
          ++odd;
        }
      }
    });
  }
  for (int i = 0; i < failures; ++i) let_fail<1>(*head);
  over = true;
  for (std::thread& each : threads) each.join();
  CHECK(odd == 0);
  CHECK(answered > 0);
  CHECK(head->restarts() == failures);
}

TEST_CASE_TEMPLATE("a supervisor whose mailbox is full hears of each failure", How,
                   std::integral_constant<actors::when_full, actors::when_full::block>,
                   std::integral_constant<actors::when_full, actors::when_full::refuse>) {
  const support::deadline limit{"the children are made anew"};
  diary seen;
  support::gate slow;
  std::atomic<bool> first{true};
  const auto hire_slowly = [&] {
    if (!first.exchange(false)) slow.pass();
    return hire(seen, "a")();
  };
  using child = actors::running<worker>;
  actors::running<actors::supervisor<child, child, child, child>> head{
      actors::options{.mailbox_limit = 1, .full = How::value},
      actors::restart_policy{.at_most = 4},
      hire_slowly,
      hire(seen, "b"),
      hire(seen, "c"),
      hire(seen, "d")};
  while (!head.get<3>()) std::this_thread::yield();
  const auto b = head.get<1>(), c = head.get<2>(), d = head.get<3>();
  head.get<0>()->fail();
  slow.wait_for();
  for (const auto& each : {b, c, d}) {
    each->fail();
    each->join();
  }
  CHECK(head.depth() == 3);
  slow.open();
  while (head.get<1>() == b || head.get<2>() == c || head.get<3>() == d) std::this_thread::yield();
  CHECK(head.restarts() == 4);
  CHECK(head.depth() == 0);
}
