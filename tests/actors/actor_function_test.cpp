// SPDX-License-Identifier: BSL-1.0
#define BOOST_THREAD_PROVIDES_FUTURE_WHEN_ALL_WHEN_ANY
#include <actors/actor_function.hpp>

#include <actors/actor_method.hpp>
#include <actors/running.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

struct insufficient_funds : std::runtime_error {
  insufficient_funds(int r, int b)
      : std::runtime_error{"insufficient funds"}, requested{r}, balance{b} {}
  int requested;
  int balance;
};

class account : public actors::actor {
 public:
  explicit account(int initial = 0) : balance{initial} {}

  actors::actor_function<int(int)> withdraw{
      this, [this](int amount) {
        if (balance < amount) throw insufficient_funds{amount, balance};
        balance -= amount;
        return amount;
      }};
  actors::actor_function<int(int)> deposit{this, [this](int amount) { return balance += amount; }};
  actors::actor_method<void(int)> credit{this, [this](int amount) { balance += amount; }};
  actors::actor_function<int(int)> deposit_twice{
      this, [this](int amount) { return deposit(amount), deposit.within(1h, amount); }};
  actors::actor_function<void(support::gate*)> wait{this, [](support::gate* g) { g->pass(); }};
  actors::actor_function<int(const support::counted&)> look{
      this, [](const support::counted& c) { return c.value; }};
  actors::actor_function<void(std::string&)> fill{this, [](std::string& s) { s = "filled"; }};
  actors::actor_function<std::unique_ptr<int>(std::unique_ptr<int>)> pass{
      this, [](std::unique_ptr<int> p) { return p; }};

 private:
  int balance;
};

}  // namespace

TEST_CASE("a call returns what its handler returns") {
  actors::running<account> fred{100};
  CHECK(fred.withdraw(30) == 30);
  CHECK(fred.deposit(0) == 70);
}

TEST_CASE("a call throws what its handler throws, with all that it carries") {
  actors::running<account> fred{10};
  try {
    fred.withdraw(30);
    FAIL("nothing was thrown");
  } catch (const insufficient_funds& e) {
    CHECK(e.requested == 30);
    CHECK(e.balance == 10);
  }
}

TEST_CASE("a call copies no argument, and may take one by reference") {
  actors::running<account> fred;
  support::counted::reset();
  const support::counted c{3};
  CHECK(fred.look(c) == 3);
  CHECK(support::counted::copies() == 0);
  std::string s;
  fred.fill(s);
  CHECK(s == "filled");
}

TEST_CASE("arguments and results may be of types that can only be moved") {
  const support::deadline limit{"what can only be moved"};
  actors::running<account> fred;
  CHECK(*fred.pass(std::make_unique<int>(4)) == 4);
  CHECK(*fred.pass.async(std::make_unique<int>(5)).get() == 5);
  CHECK(*fred.pass.within(1h, std::make_unique<int>(6)) == 6);
}

TEST_CASE("a future brings what the handler returns or throws") {
  actors::running<account> fred{100};
  auto taken = fred.withdraw.async(60);
  auto refused = fred.withdraw.async(60);
  CHECK(taken.get() == 60);
  try {
    refused.get();
    FAIL("nothing was thrown");
  } catch (const insufficient_funds& e) {
    CHECK(e.balance == 40);
  }
}

TEST_CASE("a future keeps copies of what the call was given by reference to const") {
  actors::running<account> fred{actors::defer_start};
  boost::future<int> value;
  {
    const support::counted c{3};
    value = fred.look.async(c);
  }
  fred.start();
  CHECK(value.get() == 3);
}

TEST_CASE("futures can be continued and gathered") {
  actors::running<account> fred{100}, barney{200};
  auto both = boost::when_all(fred.withdraw.async(10), barney.withdraw.async(20));
  auto answers = both.get();
  CHECK(boost::csbl::get<0>(answers).get() + boost::csbl::get<1>(answers).get() == 30);
  auto doubled = fred.withdraw.async(4).then(
      boost::launch::sync, [](boost::future<int> f) { return 2 * f.get(); });
  CHECK(doubled.get() == 8);
}

TEST_CASE("a shared future throws what the handler threw as often as it is asked") {
  actors::running<account> fred{0};
  auto shared = fred.withdraw.async(1).share();
  CHECK_THROWS_AS(shared.get(), insufficient_funds);
  CHECK_THROWS_AS(shared.get(), insufficient_funds);
}

TEST_CASE("a future that is let go changes nothing for its call") {
  actors::running<account> fred{0};
  static_cast<void>(fred.deposit.async(5));
  CHECK(fred.deposit(0) == 5);
}

TEST_CASE("a call with a deadline returns in time as any other") {
  actors::running<account> fred{10};
  CHECK(fred.withdraw.within(24h, 3) == 3);
  CHECK(fred.withdraw.within(std::chrono::hours::max(), 3) == 3);
  CHECK(fred.withdraw.within(std::chrono::duration<double>{1e30}, 3) == 3);
  CHECK_THROWS_AS(fred.withdraw.within(24h, 3), insufficient_funds);
}

TEST_CASE("a call that times out in the queue is never handled") {
  support::gate g;
  actors::running<account> fred{10};
  auto busy = fred.wait.async(&g);
  g.wait_for();
  CHECK_THROWS_AS(fred.deposit.within(1ms, 5), actors::call_timed_out);
  CHECK_THROWS_AS(fred.deposit.within(0ms, 5), actors::call_timed_out);
  CHECK_THROWS_AS(fred.deposit.within(-1h, 5), actors::call_timed_out);
  g.open();
  CHECK(fred.deposit(0) == 10);
}

TEST_CASE("a call that times out in its handler goes on, and its answer reaches nobody") {
  support::gate g;
  actors::running<account> fred{10};
  CHECK_THROWS_AS(fred.wait.within(1ms, &g), actors::call_timed_out);
  g.open();
  CHECK(fred.deposit(1) == 11);
}

TEST_CASE("a call of one's own function runs in place, ahead of what is queued") {
  const support::deadline limit{"no actor waits for itself"};
  support::gate g;
  actors::running<account> fred{0};
  auto busy = fred.wait.async(&g);
  auto twice = fred.deposit_twice.async(5);
  fred.credit(100);
  g.open();
  CHECK(twice.get() == 10);
  CHECK(fred.deposit(0) == 110);
}

TEST_CASE(
    "every call that waits when its actor is stopped at once is answered with actor_stopped") {
  const support::deadline limit{"no call hangs on a stopped actor"};
  support::gate never;
  actors::running<account> fred;
  auto busy = fred.wait.async(&never);
  never.wait_for();
  std::atomic<int> answered{0};
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&, i] {
      try {
        if (i % 2) {
          fred.deposit(1);
        } else {
          fred.deposit.within(24h, 1);
        }
      } catch (const actors::actor_stopped&) {
        ++answered;
      }
    });
  }
  auto queued = fred.deposit.async(1);
  fred.stop_now();
  for (auto& each : askers) each.join();
  CHECK(answered == 4);
  CHECK_THROWS_AS(queued.get(), actors::actor_stopped);
  CHECK_THROWS_AS(fred.deposit(1), actors::actor_stopped);
}
