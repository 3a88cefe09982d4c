// SPDX-License-Identifier: BSL-1.0
#include <actors/pool.hpp>

#include <actors/actors.hpp>
#include <stm/stm.hpp>
#include <tests/support/aborts.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread_only.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

class chain_link : public actors::actor {
 public:
  chain_link* next = nullptr;
  actors::actor_function<int()> length{this, [this] { return next ? 1 + next->length() : 1; }};
};

int length_of_chain(actors::options how, int links) {
  actors::pool workers{1};
  std::deque<actors::pooled<chain_link>> chain;
  for (int i = 0; i < links; ++i) {
    chain.emplace_back(workers, how);
    if (i > 0) chain[static_cast<std::size_t>(i) - 1].next = &chain.back();
  }
  return chain.front().length();
}

class variable_waiter : public actors::actor {
 public:
  explicit variable_waiter(stm::var<int>& v) : awaited{v} {}
  actors::actor_function<int(int)> wait_for{
      this, [this](int n) {
        return stm::atomically([&](stm::transaction& tx) {
          tx.check(*tx[awaited] >= n);
          return *tx[awaited];
        });
      }};
  actors::actor_method<void(int)> set{
      this, [this](int n) { stm::atomically([&](stm::transaction& tx) { tx[awaited] = n; }); }};
  stm::var<int>& awaited;
};

class peer : public actors::actor {
 public:
  peer* other = nullptr;
  support::gate* meeting = nullptr;
  actors::actor_function<int(int)> go{this, [this](int depth) {
                                        if (meeting) meeting->pass();
                                        return depth > 0 ? other->go(depth - 1) : 7;
                                      }};
};

}  // namespace

TEST_CASE("a chain of 1000 pooled actors, each asking the next, ends on a pool of one") {
  const support::deadline limit{"a chain of 1000"};
  CHECK(length_of_chain({}, 1000) == 1000);
  CHECK(length_of_chain({.on_callers = false}, 1000) == 1000);
}

TEST_CASE("a worker that waits for another actor is replaced") {
  const support::deadline limit{"a blocked worker is replaced"};
  class asker : public actors::actor {
   public:
    actors::actor_function<int(peer*)> ask{this, [](peer* p) { return p->go(0); }};
  };
  actors::pool workers{1};
  support::gate g;
  actors::running<peer> slow;
  slow.meeting = &g;
  actors::pooled<asker> a{workers, actors::options{.on_callers = false}};
  actors::pooled<peer> b{workers, actors::options{.on_callers = false}};
  auto answer = a.ask.async(&slow);
  g.wait_for();
  CHECK(b.go(0) == 7);  // there is a thread for it
  CHECK(workers.threads() >= 2);
  g.open();
  CHECK(answer.get() == 7);
}

TEST_CASE("a handler that waits for a change does not keep the pool from making it") {
  const support::deadline limit{"a change on a pool of one"};
  actors::pool workers{1};
  stm::var<int> x{0};
  actors::pooled<variable_waiter> a{workers, x}, b{workers, x};
  for (int n = 1; n <= 100; ++n) {
    auto answer = a.wait_for.async(n);
    b.set(n);
    CHECK(answer.get() == n);
  }
  CHECK(workers.threads() <= 2);
}

TEST_CASE("where no worker may be replaced any more a wait is refused, and nothing is lost") {
  const support::deadline limit{"no spares"};
  actors::pool workers{actors::pool_options{.workers = 1, .spares = 0}};
  stm::var<int> x{0};
  actors::pooled<variable_waiter> a{workers, x}, b{workers, x};
  auto refused = a.wait_for.async(1);
  CHECK_THROWS_AS(refused.get(), actors::pool_exhausted);
  b.set(1);
  while (x.load() != 1) std::this_thread::yield();  // b is no earlier than a: they are two actors
  CHECK(a.wait_for.async(1).get() == 1);
}

TEST_CASE("a pool has as many workers as it was told, or as the machine has cores") {
  CHECK(actors::pool{3}.workers() == 3);
  const int cores = static_cast<int>(boost::thread::hardware_concurrency());
  CHECK(actors::pool{}.workers() == std::max(1, cores));
  CHECK_THROWS_WITH_AS(actors::pool{-2}, "pool_options::workers is -2: it cannot be negative",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS((actors::pool{{.workers = 1, .spares = -1}}),
                       "pool_options::spares is -1: it cannot be negative", std::invalid_argument);
}

TEST_CASE("pooled actors that call each other in a ring end in call_cycle") {
  const support::deadline limit{"rings of pooled actors"};
  for (const bool on_callers : {true, false}) {
    actors::pool workers{1};
    const actors::options how{.on_callers = on_callers};
    actors::pooled<peer> a{workers, how}, b{workers, how};
    a.other = &b;
    b.other = &a;
    try {
      a.go(3);
      CHECK(false);
    } catch (const actors::call_cycle& cycle) {
      CHECK(std::string{cycle.what()}.find("peer") != std::string::npos);
    }
    CHECK(a.go(1) == 7);
  }
}

TEST_CASE("two pooled actors that call each other at once get one answer and one call_cycle") {
  const support::deadline limit{"a ring across threads"};
  actors::pool workers{2};
  support::gate both;
  actors::pooled<peer> a{workers}, b{workers};
  a.other = &b;
  b.other = &a;
  a.meeting = b.meeting = &both;
  auto first = a.go.async(1);
  auto second = b.go.async(1);
  both.wait_for(2);
  int answers = 0, cycles = 0;
  both.open();
  for (auto* each : {&first, &second}) {
    try {
      answers += each->get() == 7;
    } catch (const actors::call_cycle&) {
      ++cycles;
    }
  }
  CHECK(answers == 1);
  CHECK(cycles == 1);
}

TEST_CASE("a pool that is destroyed before one of its actors says so and ends the program") {
  CHECK(support::aborts([] {
    std::optional<actors::pool> workers{1};
    const actors::pooled<chain_link> left{*workers};
    workers.reset();
  }));
}
