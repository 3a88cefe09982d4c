// SPDX-License-Identifier: BSL-1.0
// Waiting for the turn, and how that ends.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/name.hpp>
#include <stm/outside.hpp>
#include <stm/store.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/gate.hpp>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr int until_the_turn = static_cast<int>(stm::engine::limits::turn_after);

void add_elsewhere(stm::var<int>& v) {
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[v]; }); });
}

/// A block that fails on `spoilt` until it has its turn, and then calls `in_turn(tx)`.
template <class InTurn>
auto unlucky(stm::var<int>& spoilt, InTurn in_turn) {
  return [&spoilt, in_turn, runs = 0](stm::transaction& tx) mutable {
    const int seen = *tx[spoilt];
    if (runs++ < until_the_turn)
      add_elsewhere(spoilt);
    else
      in_turn(tx);
    tx[spoilt] = seen;
  };
}

/// A thread whose transaction stays in its turn until it is told to go on.
class holder {
 public:
  holder()
      : thread_{[this] {
          stm::atomically(unlucky(spoilt_, [this](stm::transaction&) { in_turn_.pass(); }));
        }} {
    in_turn_.wait_for();
  }
  ~holder() { go_on(); }
  holder(const holder&) = delete;
  holder& operator=(const holder&) = delete;

  void go_on() {
    in_turn_.open();
    if (thread_.joinable()) thread_.join();
  }

 private:
  stm::var<int> spoilt_{0};
  support::gate in_turn_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

TEST_CASE("who waits for its turn goes on when the one before is done") {
  const support::deadline limit{"the second turn"};
  holder first;
  stm::var<int> spoilt{0}, v{0};
  std::thread second{[&] {
    stm::atomically(unlucky(spoilt, [&](stm::transaction& tx) { ++tx[v]; }));
  }};
  while (spoilt.load() < until_the_turn) std::this_thread::yield();
  first.go_on();
  second.join();
  CHECK(v.load() == 1);
}

TEST_CASE("a policy's time is up while its transaction waits for the turn, which goes to others") {
  const support::deadline limit{"a time-out before the turn"};
  holder first;
  stm::var<int> spoilt{0};
  stm::name(spoilt, "the spoilt one");
  std::string text;
  support::elsewhere([&] {
    try {
      stm::atomically({.timeout = 50ms}, unlucky(spoilt, [](stm::transaction&) {}));
    } catch (const stm::retry_timeout_exceeded& error) {
      text = error.what();
      CHECK(error.attempts() <= until_the_turn);
    }
  });
  CHECK(text.find("\"the spoilt one\"") != std::string::npos);
  first.go_on();
  int turns = 0;
  stm::atomically(unlucky(spoilt, [&](stm::transaction&) { ++turns; }));
  CHECK(turns == 1);
  stm::name(spoilt, "");
}

TEST_CASE("an interruption reaches who waits for its turn, and the turn goes to others") {
  const support::deadline limit{"an interruption before the turn"};
  holder first;
  stm::var<int> spoilt{0};
  bool is_interrupted = false;
  boost::thread waiter{[&] {
    try {
      stm::atomically(unlucky(spoilt, [](stm::transaction&) {}));
    } catch (const boost::thread_interrupted&) {
      is_interrupted = true;
    }
  }};
  while (spoilt.load() < until_the_turn) std::this_thread::yield();
  waiter.interrupt();
  waiter.join();
  CHECK(is_interrupted);
  first.go_on();
  int turns = 0;
  stm::atomically(unlucky(spoilt, [&](stm::transaction&) { ++turns; }));
  CHECK(turns == 1);
}

TEST_CASE("many that wait for a turn, give up or are interrupted leave the queue whole") {
  const support::deadline limit{"a queue that many leave"};
  for (int round = 0; round < 10; ++round) {
    holder first;
    constexpr int waiters = 9;
    stm::var<int> spoilt[waiters];
    std::atomic<int> done{0}, gave_up{0}, interrupted{0};
    std::vector<boost::thread> threads;
    for (int i = 0; i < waiters; ++i)
      threads.emplace_back([&, i] {
        try {
          const auto time = i % 3 == 0 ? 1ms : stm::retry_policy::forever;
          stm::atomically({.timeout = time}, unlucky(spoilt[i], [](stm::transaction&) {}));
          ++done;
        } catch (const stm::retry_timeout_exceeded&) {
          ++gave_up;
        } catch (const boost::thread_interrupted&) {
          ++interrupted;
        }
      });
    for (int i = 1; i < waiters; i += 3) threads[static_cast<std::size_t>(i)].interrupt();
    first.go_on();
    for (auto& each : threads) each.join();
    REQUIRE(done + gave_up + interrupted == waiters);
    REQUIRE(done >= waiters / 3);
  }
}

TEST_CASE("the error of a transaction that has used up its tries names what it lost most on") {
  stm::var<int> often{0}, once{0};
  stm::name(often, "the one that it lost most on");
  stm::name(once, "the one that it lost on last");
  int runs = 0;
  try {
    stm::atomically({.max_tries = 5}, [&](stm::transaction& tx) {
      const int a = *tx[often], b = *tx[once];
      add_elsewhere(++runs == 5 ? once : often);
      tx[often] = a;
      tx[once] = b;
    });
    FAIL("has not given up");
  } catch (const stm::max_retries_exceeded& error) {
    CHECK(error.attempts() == 5);
    CHECK(error.last_conflict().find("a conflict on \"the one that it lost on last\"") == 0);
    CHECK(error.last_conflict().find("4 of 5 attempts were lost on "
                                     "\"the one that it lost most on\"") != std::string::npos);
  }
  stm::name(often, "");
  stm::name(once, "");
}

TEST_CASE("outside a turn, who needs what the turn has touched gets an error, not a deadlock") {
  const support::deadline limit{"a transaction outside a turn"};
  stm::var<int> spoilt{0}, v{0}, free{0};
  stm::atomically(unlucky(spoilt, [&](stm::transaction& tx) {
    ++tx[v];
    const stm::outside here;
    CHECK(stm::read_only([&](stm::read_transaction& own) { return *own[v]; }) == 0);
    stm::atomically([&](stm::transaction& own) { ++own[free]; });
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction& own) { ++own[v]; }), std::logic_error);
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction& own) { own[v] = 7; }), std::logic_error);
  }));
  CHECK(v.load() == 1);
  CHECK(free.load() == 1);
}

TEST_CASE("outside a turn, a new key of a store that the turn has listed is an error") {
  const support::deadline limit{"a key named outside a turn"};
  stm::var<int> spoilt{0};
  stm::store<int, int> store;
  stm::atomically(unlucky(spoilt, [&](stm::transaction&) {
    CHECK(store.keys().empty());
    const stm::outside here;
    CHECK_THROWS_AS((void)store.var(1), std::logic_error);
  }));
}

TEST_CASE("outside a turn, bad luck with what the turn has not touched is no error") {
  const support::deadline limit{"a transaction outside a turn that others spoil", 20s};
  stm::var<int> spoilt{0}, unrelated{0};
  stm::atomically(unlucky(spoilt, [&](stm::transaction&) {
    const stm::outside here;
    int runs = 0;
    CHECK_NOTHROW(stm::atomically([&](stm::transaction& own) {
      const int seen = *own[unrelated];
      if (runs++ < 2 * until_the_turn) add_elsewhere(unrelated);
      own[unrelated] = seen + 100;
    }));
  }));
  CHECK(unrelated.load() == 2 * until_the_turn + 100);
}

TEST_CASE("outside a turn, a commit of a checked-out key that the turn has touched is an error") {
  const support::deadline limit{"a commit outside a turn of what that has touched", 20s};
  stm::var<int> spoilt{0};
  stm::store<int, int> store;
  stm::atomically(unlucky(spoilt, [&](stm::transaction& tx) {
    tx[store.var(1)] = 1;
    const stm::outside here;
    CHECK_THROWS_AS(store.commit({}, {1}, [](auto& one) { one[1] = 2; }), std::logic_error);
  }));
  CHECK(*store.checkout(1) == 1);
}
