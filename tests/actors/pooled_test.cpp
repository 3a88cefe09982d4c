// SPDX-License-Identifier: BSL-1.0
#include <actors/pooled.hpp>

#include <stm/stm.hpp>
#include <tests/actors/ledger.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

class whereabouts : public actors::actor {
 public:
  actors::actor_function<std::thread::id()> thread{this, [] { return std::this_thread::get_id(); }};
  actors::actor_function<std::thread::id(whereabouts*)> thread_of{
      this, [](whereabouts* other) { return other->thread(); }};
};

}  // namespace

TEST_CASE("a call that finds a pooled actor idle runs on the thread of its caller") {
  actors::pool workers{1};
  actors::pooled<whereabouts> a{workers};
  CHECK(a.thread() == std::this_thread::get_id());
  CHECK(a.thread.async().get() != std::this_thread::get_id());
  CHECK(a.thread.within(1h) != std::this_thread::get_id());
}

TEST_CASE("an actor that keeps off its callers runs on the threads of its pool alone") {
  const support::deadline limit{"an actor keeps off its callers"};
  actors::pool workers{1}, others{1};
  const actors::options keep_off{.on_callers = false};
  actors::pooled<whereabouts> a{workers, keep_off}, same_pool{workers, keep_off},
      other_pool{others, keep_off};
  const auto worker = a.thread();
  CHECK(worker != std::this_thread::get_id());
  CHECK(same_pool.thread_of(&a) == worker);  // a worker of the pool is as good as another
  CHECK(other_pool.thread_of(&a) == worker);
}

TEST_CASE("tells and asks of each client arrive in order at a pooled actor, one at a time") {
  const support::deadline limit{"tells and asks of several clients"};
  actors::pool workers{2};
  for (const bool on_callers : {true, false}) {
    actors::pooled<ledger> a{workers, actors::options{.on_callers = on_callers}};
    constexpr int each = 5000;
    support::in_threads(4, [&](int who) {
      for (int n = 1; n <= each; ++n) {
        if (n % 3 == 0) {
          a.ask(who, n);
        } else {
          a.tell(who, n);
        }
      }
    });
    a.stop();
    a.join();
    CHECK(a.in_order);
    CHECK(a.sum == 4 * each);
  }
}

TEST_CASE("a caller that waits is handed the actor, and everybody is answered") {
  const support::deadline limit{"callers hand an actor to each other"};
  actors::pool workers{1};
  actors::pooled<ledger> a{workers};
  std::atomic<long> answers{0};
  support::in_threads(6, [&](int who) {
    for (int n = 1; n <= 5000; ++n) {
      a.ask(who, n);
      ++answers;
    }
  });
  CHECK(answers == 30000);
  CHECK(a.in_order);
}

TEST_CASE("the hooks of a pooled actor run once each, in their order") {
  class hooked : public actors::actor {
   public:
    actors::actor_method<void()> note{this, [this] { said += '.'; }};
    std::string said;

   private:  // also where they are private
    void on_start() override { said += '('; }
    void on_stop() override { said += ')'; }
  };
  const support::deadline limit{"hooks of a pooled actor"};
  actors::pool workers{2};
  for (int i = 0; i < 200; ++i) {
    actors::pooled<hooked> a{workers};
    a.note();
    a.stop();
    a.join();
    CHECK(a.said == "(.)");
  }
}

TEST_CASE("calls before the start of a pooled actor wait for it") {
  const support::deadline limit{"calls before the start"};
  actors::pool workers{1};
  actors::pooled<recorder> a{actors::defer_start, workers};
  a.note(0);
  auto answer = a.all.async();
  a.start();
  CHECK(answer.get() == up_to(1));
  CHECK_THROWS_AS(a.start(), std::logic_error);
}

TEST_CASE("an exception of a call in place passes to the caller, and the actor lives") {
  actors::pool workers{1};
  actors::pooled<recorder> a{workers};
  CHECK_THROWS_AS(a.refuse(), std::out_of_range);
  CHECK(a.all().empty());
}

TEST_CASE("what a tell to a pooled actor throws goes to on_error, which stops it") {
  const support::deadline limit{"a failing tell"};
  actors::pool workers{1};
  actors::pooled<recorder> a{workers};
  a.fail();
  a.join();
  CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  CHECK_THROWS_AS(a.all(), actors::actor_stopped);
}

TEST_CASE(
    "a call takes arguments that can only be moved, and one whose copy throws leaves no trace") {
  struct brittle {
    brittle() = default;
    brittle(const brittle&) { throw std::runtime_error{"copied"}; }
  };
  class taker : public actors::actor {
   public:
    actors::actor_function<int(std::unique_ptr<int>)> take{
        this, [](std::unique_ptr<int> p) { return *p; }};
    actors::actor_method<void(const brittle&)> break_it{this, [](const brittle&) {}};
  };
  actors::pool workers{1};
  actors::pooled<taker> a{workers};
  CHECK(a.take(std::make_unique<int>(5)) == 5);
  CHECK(a.take.async(std::make_unique<int>(6)).get() == 6);
  CHECK_THROWS_WITH(a.break_it(brittle{}), "copied");
  CHECK(a.take(std::make_unique<int>(7)) == 7);
}

TEST_CASE("a call inside a transaction runs once for each run of the block, outside of it") {
  class teller : public actors::actor {
   public:
    stm::var<int> seen{0};
    actors::actor_function<int()> count{
        this, [this] {
          stm::atomically([&](stm::transaction& tx) { tx[seen] += 1; });
          return seen.load();
        }};
  };
  const support::deadline limit{"a call inside a transaction"};
  actors::pool workers{1};
  for (const bool on_callers : {true, false}) {
    actors::pooled<teller> a{workers, actors::options{.on_callers = on_callers}};
    stm::var<int> x{0};
    int runs = 0;
    stm::atomically([&](stm::transaction& tx) {
      const int before = *tx[x];
      // What the handler commits is there at once, though the block may run again.
      CHECK(a.count() == ++runs);
      if (runs < 3) {
        std::thread{[&] {
          stm::atomically([&](stm::transaction& other) { other[x] += 1; });
        }}.join();
      }
      tx[x] = before + 10;
    });
    CHECK(runs == 3);
    CHECK(x.load() == 12);
    CHECK(a.seen.load() == 3);
  }
}

TEST_CASE("an actor with a process() of its own is not served by those who call it") {
  class lazy : public whereabouts {
    bool process() override {
      rest();
      return true;
    }
  };
  const support::deadline limit{"an actor with a process()"};
  actors::pool workers{1};
  actors::pooled<lazy> a{workers};
  for (int i = 0; i < 100; ++i) CHECK(a.thread() != std::this_thread::get_id());
}

TEST_CASE("a caller that serves an actor in place handles little of what others send meanwhile") {
  class crowded : public actors::actor {
   public:
    actors::actor_function<void(support::gate*)> wait{this, [](support::gate* g) { g->pass(); }};
    actors::actor_method<void()> note{this, [this] { by.push_back(std::this_thread::get_id()); }};
    std::vector<std::thread::id> by;
  };
  const support::deadline limit{"a caller helps"};
  constexpr int sent = 500;
  actors::pool workers{1};
  actors::pooled<crowded> a{workers};
  support::gate in_place;
  std::thread caller{[&] { a.wait(&in_place); }};
  const auto its_id = caller.get_id();
  in_place.wait_for();
  for (int i = 0; i < sent; ++i) a.note();
  in_place.open();
  caller.join();
  a.stop();
  a.join();
  CHECK(a.by.size() == sent);
  CHECK(std::count(a.by.begin(), a.by.end(), its_id) <= 16);
}

TEST_CASE("an idle pooled actor with two functions takes at most 136 bytes") {
  class two : public actors::actor {
   public:
    actors::actor_function<int()> one{this, [] { return 1; }};
    actors::actor_function<int()> other{this, [] { return 2; }};
  };
  CHECK(sizeof(actors::pooled<two>) <= 136);
}
