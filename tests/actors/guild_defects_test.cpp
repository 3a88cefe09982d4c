// SPDX-License-Identifier: BSL-1.0
// What was measured of the library that Tally follows, and must not be so here. Built with the
// schedule hook.
#include <actors/actors.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace std::chrono_literals;

namespace {

class echo : public actors::actor {
 public:
  actors::actor_function<int(int)> say{this, [](int n) { return n; }};
  actors::actor_function<int(int, support::gate*)> say_late{
      this, [](int n, support::gate* g) {
        g->pass();
        return n;
      }};
  actors::actor_method<void(int)> note{this, [this](int n) { noted.push_back(n); }};
  actors::actor_function<std::vector<int>()> all{this, [this] { return noted; }};

  std::vector<int> noted;
};

thread_local long steps = 0;

/// Knows what its thread has done since it began.
class introspective : public actors::actor {
 public:
  struct account {
    long steps;   // accesses to what threads share, and pauses
    long sleeps;  // how often it gave the processor away of its own accord
  };
  actors::actor_function<account()> so_far{
      this, [] {
        rusage used{};
        getrusage(RUSAGE_THREAD, &used);
        return account{steps, used.ru_nvcsw};
      }};

 protected:
  void on_start() override {
    stm::engine::schedule_hook = [] { ++steps; };
  }
};

}  // namespace

TEST_CASE("1. an answer reaches the caller who asked, and nobody else") {
  const support::deadline limit{"answers reach their callers"};
  actors::running<echo> a, b;
  std::atomic<int> crossed{0};
  support::in_threads(4, [&](int who) {
    auto& mine = who % 2 ? a : b;
    for (int i = 0; i < 2000; ++i) {
      const int asked = 10000 * who + i;
      const int answered =
          i % 3 == 0   ? mine.say.async(asked).get()
          : i % 3 == 1 ? mine.say.within(1h, asked)
                       : mine.say(asked);
      if (answered != asked) ++crossed;
    }
  });
  CHECK(crossed == 0);
}

TEST_CASE("2. after a time-out the next call gets its own answer, of this actor and of any other") {
  support::gate slow;
  actors::running<echo> a, b;
  CHECK_THROWS_AS(a.say_late.within(1ms, 1, &slow), actors::call_timed_out);
  auto second = a.say.async(2);
  slow.open();
  CHECK(second.get() == 2);
  CHECK(a.say.within(1h, 3) == 3);
  CHECK(b.say.within(1h, 4) == 4);
}

TEST_CASE("3. an actor that only answers lives until it is stopped") {
  const support::deadline limit{"an actor that only answers answers"};
  actors::running<echo> a;
  for (int i = 0; i < 100; ++i) CHECK(a.say(i) == i);
  std::this_thread::sleep_for(150ms);  // guild's was gone 50 ms after its last message
  CHECK(a.say(1) == 1);
  CHECK_FALSE(a.stopping());
}

TEST_CASE(
    "4. an actor that has nothing to do sleeps until it is sent something, and does not look "
    "whether it was") {
  actors::running<introspective> idle;
  actors::running<echo> other;
  const auto before = idle.so_far();
  for (int i = 0; i < 5000; ++i) other.say(i);  // long enough for many a look
  const auto after = idle.so_far();
  // It looks for a moment before it sleeps; then one sleep, and what it takes to wake. Under
  // valgrind a thread also sleeps for its turn to run at all.
  CHECK(after.steps - before.steps < 500);
  CHECK(after.sleeps - before.sleeps <= 4 * support::patience_factor());
}

TEST_CASE("5. stop discards nothing, and whoever comes later learns of it") {
  const support::deadline limit{"what was sent is handled"};
  actors::running<echo> a{actors::defer_start};
  for (int i = 0; i < 10000; ++i) a.note(i);
  auto asked = a.all.async();
  a.stop();
  CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  CHECK_THROWS_AS(a.say(1), actors::actor_stopped);
  a.start();
  a.join();
  CHECK(a.noted.size() == 10000);
  CHECK(asked.get().size() == 10000);
}

TEST_CASE("6. to cancel a call harms neither its actor nor who looks at the call afterwards") {
  actors::running<echo> a{actors::defer_start};
  auto call = a.say.cancellable(1);
  CHECK(call.cancel());
  a.start();
  CHECK(a.say(2) == 2);
  CHECK_THROWS_AS(call.future().get(), actors::call_cancelled);
}

TEST_CASE("7. a call that waits for its answer does not jump the queue") {
  actors::running<echo> a{actors::defer_start};
  for (int i = 0; i < 3; ++i) a.note(i);
  auto seen = a.all.async();
  a.note(3);
  a.start();
  CHECK(seen.get() == std::vector<int>{0, 1, 2});
}

TEST_CASE(
    "8. to look at an answer twice is an error at once, and to wait for many ends with their "
    "actors") {
  const support::deadline limit{"no wait for an answer hangs"};
  std::vector<boost::future<int>> answers;
  {
    actors::running<echo> never_started{actors::defer_start};
    for (int i = 0; i < 10; ++i) answers.push_back(never_started.say.async(i));
    CHECK(answers[0].wait_for(boost::chrono::milliseconds{1}) == boost::future_status::timeout);
  }
  boost::wait_for_all(answers.begin(), answers.end());
  for (auto& each : answers) CHECK_THROWS_AS(each.get(), actors::actor_stopped);
  for (auto& each : answers) CHECK_THROWS_AS(each.get(), boost::future_uninitialized);
}
