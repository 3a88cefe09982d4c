// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/statistics.hpp>
#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/support/elsewhere.hpp>

#include <boost/thread/thread.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using support::beside;
using support::elsewhere;
using support::wait_for_sleeper_at;

// What a wait can end by, other than by a change.

namespace {

void add(stm::var<int>& v, int amount) {
  stm::atomically([&](stm::transaction& tx) { tx[v] += amount; });
}

}  // namespace

TEST_CASE("a wait for a change of nothing is an error") {
  const auto wait = [](auto& tx) { tx.retry(); };
  CHECK_THROWS_AS(stm::atomically(wait), std::logic_error);
  CHECK_THROWS_AS(stm::read_only(wait), std::logic_error);
  CHECK_THROWS_AS(
      stm::atomically([&](stm::transaction&) { stm::atomically(wait); }), std::logic_error);
}

TEST_CASE("a variable that a block has only written is nothing to wait for") {
  stm::var<int> v{0};
  stm::var<std::string> text;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[v] = 1;
                    tx[text] = "one";
                    tx.check(*tx[v] == 2);
                  }),
                  std::logic_error);
  CHECK(v.load() == 0);
}

TEST_CASE("a wait ends with the policy's time") {
  stm::var<int> v{0}, written{0};
  const support::deadline limit{"a wait with a time-out"};
  try {
    stm::atomically({.timeout = 2ms}, [&](stm::transaction& tx) {
      tx[written] = 1;
      tx.check(*tx[v] != 0);
    });
    FAIL("nothing can change");
  } catch (const stm::retry_timeout_exceeded& e) {
    CHECK(e.elapsed() >= 2ms);
  }
  CHECK(written.load() == 0);
  CHECK_THROWS_AS(
      stm::read_only({.timeout = 2ms}, [&](stm::read_transaction& tx) { tx.check(*tx[v] != 0); }),
      stm::retry_timeout_exceeded);
}

TEST_CASE("a time that has passed before the wait allows one run of the block") {
  stm::var<int> v{0};
  const support::deadline limit{"a wait with no time at all"};
  int runs = 0;
  const auto wait = [&](auto& tx) {
    ++runs;
    tx.check(*tx[v] != 0);
  };
  CHECK_THROWS_AS(stm::atomically({.timeout = 0ns}, wait), stm::retry_timeout_exceeded);
  CHECK(runs == 1);
  CHECK_THROWS_AS(stm::read_only({.timeout = 0ns}, wait), stm::retry_timeout_exceeded);
  CHECK(runs == 2);
}

TEST_CASE("a wait that changes keep awake ends with the policy's time, too") {
  stm::var<int> v{0};
  int runs = 0;
  CHECK_THROWS_AS(
      stm::atomically({.timeout = 0ns},
                      [&](stm::transaction& tx) {
                        (void)*tx[v];
                        elsewhere([&] { add(v, 1); });
                        if (++runs < 100) tx.retry();
                      }),
      stm::retry_timeout_exceeded);
  CHECK(runs == 1);
}

TEST_CASE("after a wait that ran out of time the thread waits and wakes as before") {
  stm::var<int> v{0}, ended{0};
  beside waiter{[&] {
    for (int i = 0; i < 50; ++i) {
      try {
        stm::atomically({.timeout = 1us}, [&](stm::transaction& tx) { tx.check(*tx[v] > 1); });
      } catch (const stm::retry_timeout_exceeded&) {
        add(ended, 1);
      }
    }
    stm::atomically([&](stm::transaction& tx) { tx.check(*tx[v] < 0); });
  }};
  // Some of these come while the waiter's time is up.
  while (ended.load() < 50) stm::atomically([&](stm::transaction& tx) { tx[v] = 1; });
  wait_for_sleeper_at(v);
  stm::atomically([&](stm::transaction& tx) { tx[v] = -1; });
  waiter.join();
}

TEST_CASE("a wait is no failed try") {
  stm::var<int> v{0};
  int runs = 0;
  beside waiter{[&] {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      ++runs;
      tx.check(*tx[v] == 3);
    });
  }};
  for (int i = 0; i < 3; ++i) {
    wait_for_sleeper_at(v);
    add(v, 1);
  }
  CHECK_NOTHROW(waiter.join());
  CHECK(runs == 4);
}

TEST_CASE("an interruption ends a wait, and takes back what the block has written") {
  stm::var<int> v{0}, written{0};
  const auto wait = [&](auto& tx) { tx.check(*tx[v] != 0); };
  beside updating{[&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[written] = 1;
      wait(tx);
    });
  }};
  wait_for_sleeper_at(v);
  updating.interrupt();
  CHECK_THROWS_AS(updating.join(), boost::thread_interrupted);
  CHECK(written.load() == 0);

  stm::var<int> fresh{0};
  beside reading{[&] { stm::read_only([&](auto& tx) { tx.check(*tx[fresh] != 0); }); }};
  wait_for_sleeper_at(fresh);
  reading.interrupt();
  CHECK_THROWS_AS(reading.join(), boost::thread_interrupted);
}

TEST_CASE("an interruption that was asked for before ends the wait before it begins") {
  stm::var<int> v{0};
  beside waiter{[&] {
    boost::this_thread::disable_interruption undisturbed;
    stm::atomically([&](stm::transaction& tx) { tx.check(*tx[v] != 0); });
    boost::this_thread::restore_interruption disturbed{undisturbed};
    stm::atomically([&](stm::transaction& tx) { tx.check(*tx[v] == 0); });
  }};
  wait_for_sleeper_at(v);
  waiter.interrupt();
  add(v, 1);
  CHECK_THROWS_AS(waiter.join(), boost::thread_interrupted);
}

TEST_CASE("after an interruption the thread's transactions work, and its waits too") {
  stm::var<int> v{0}, w{0};
  bool was_interrupted = false;
  beside waiter{[&] {
    try {
      stm::atomically([&](stm::transaction& tx) { tx.check(*tx[v] != 0); });
    } catch (const boost::thread_interrupted&) {
      was_interrupted = true;
    }
    add(w, 1);
    stm::atomically([&](stm::transaction& tx) { tx.check(*tx[w] == 2); });
    add(w, 1);
  }};
  wait_for_sleeper_at(v);
  waiter.interrupt();
  wait_for_sleeper_at(w);
  add(v, 1);  // nobody waits for it any more
  add(w, 1);
  waiter.join();
  CHECK(was_interrupted);
  CHECK(w.load() == 3);
}

TEST_CASE("a wait in a transaction's turn gives the turn back, and lets others commit") {
  stm::var<int> v{0}, w{0};
  const auto turns = stm::statistics().turns;
  int runs = 0;
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      const int seen = *tx[v];
      // Fails until the turn comes.
      if (++runs <= static_cast<int>(stm::engine::limits::turn_after))
        elsewhere([&] { add(v, 1); });
      else
        tx.check(seen < 0);
      tx[w] = seen;
    });
  }};
  wait_for_sleeper_at(v);
  CHECK(stm::statistics().turns == turns + 1);
  stm::atomically([&](stm::transaction& tx) { tx[v] = -1; });
  waiter.join();
  CHECK(w.load() == -1);
}
