// SPDX-License-Identifier: BSL-1.0
#include <actors/supervisor.hpp>

#include <actors/actors.hpp>
#include <tests/support/captured_stderr.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using actors::restart;
using actors::supervise;

namespace {

/// What happened to children, in order.
class diary {
 public:
  void write(const std::string& line) {
    const std::lock_guard lock{mutex_};
    lines_ += (lines_.empty() ? "" : ", ") + line;
  }
  std::string take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::string lines_;  // guarded by mutex_
};

class worker : public actors::actor {
 public:
  worker(diary& to, std::string name) : to_{to}, name_{std::move(name)} { to_.write('+' + name_); }
  actors::actor_method<void()> fail{this, [] { throw std::runtime_error{"as asked"}; }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::actor_method<void(std::string)> say{this, [this](const std::string& s) { to_.write(s); }};
  actors::actor_function<void()> ready{this, [] {}};
  actors::actor_function<int()> count{this, [this] { return ++count_; }};

 protected:
  void on_stop() override { to_.write('-' + name_); }
  void on_error(std::exception_ptr) override { stop_now(); }

 private:
  diary& to_;
  std::string name_;
  int count_ = 0;
};

using hired = std::unique_ptr<actors::running<worker>>;

auto hire(diary& to, std::string name) {
  return [&to, name] {
    auto one = std::make_unique<actors::running<worker>>(to, name);
    one->ready();  // on_stop() runs from now on
    return one;
  };
}

/// Lets child I fail, and waits until there is another one in its place.
template <std::size_t I, class Supervisor>
void let_fail(Supervisor& head) {
  const auto before = head.template get<I>();
  before->fail();
  while (head.template get<I>() == before) std::this_thread::yield();
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return e.what();
  }
}

}  // namespace

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
      "(anonymous namespace)::worker failed once more than the 2 times allowed within 5 s, the "
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
