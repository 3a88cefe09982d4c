// SPDX-License-Identifier: BSL-1.0
// A thread that is suspended inside the library delays only those who need what it holds.
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/interleavings.hpp>
#include <tests/support/set.hpp>
#include <tests/support/start_line.hpp>
#include <tests/support/suspended.hpp>

#include <latch>
#include <string>
#include <thread>

namespace {

using bank = stm::store<std::string>;

using support::set;

template <class T>
bool is_locked(stm::var<T>& v) {
  return stm::engine::is_locked(stm::engine::door::cell_of(v).word.load(std::memory_order_relaxed));
}

/// All that one can do without touching key A; throws if it meets a conflict.
void do_everything_but_a(bank& b) {
  auto v = b.checkout("B");
  v.edit([](std::string& s) { s += "1"; });
  v.commit();
  auto both = b.checkout("B", "C");
  both["B"].edit([](std::string& s) { s += "2"; });
  both["C"] = *both["B"];
  both.commit();
  b.commit({.max_tries = 1}, {"C", "D"}, [](auto& set) { set["D"] = *set["C"]; });
  stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
    tx[b.var("B")] = "3";
    tx[b.var("a key that nobody has named")] = "new";
  });
  (void)b.contains("B");
  (void)b.to_map({"B", "C"});
  if (!b.erase("a key that nobody has named")) throw std::logic_error{"nothing to erase"};
}

}  // namespace

TEST_CASE("a thread suspended in the middle of a commit of key A delays nobody on key B") {
  const support::deadline limit{"work on key B beside a suspended commit of key A"};
  bank b;
  set(b, "A", "old");
  auto& a = b.var("A");
  support::suspended commit{[&] { return is_locked(a); }, [&] { set(b, "A", "new"); }};
  REQUIRE(commit.stands());
  REQUIRE(is_locked(a));

  support::in_threads(3, [&](int) {
    for (int i = 0; i < 100; ++i)
      stm::atomically([&](stm::transaction& tx) { tx[b.var("B")].edit([](auto&) {}); });
  });
  do_everything_but_a(b);
  CHECK(*b.checkout("B") == "3");
  CHECK(is_locked(a));
  commit.go_on();
  CHECK(*b.checkout("A") == "new");
}

TEST_CASE("a checkout of key A waits while A is published, and then sees what was") {
  const support::deadline limit{"a checkout beside a commit of the same key"};
  bank b;
  set(b, "A", "old");
  auto& a = b.var("A");
  support::suspended commit{[&] { return is_locked(a); }, [&] { set(b, "A", "new"); }};
  REQUIRE(commit.stands());

  std::latch waits{1};
  std::string seen;
  std::thread reader{[&] {
    static thread_local std::latch* is_waiting;
    static thread_local int steps;
    is_waiting = &waits;
    steps = 0;
    stm::engine::schedule_hook = [] {
      if (++steps == 1000) is_waiting->count_down();  // a checkout that does not wait takes few
    };
    seen = *b.checkout("A");
    stm::engine::schedule_hook = nullptr;
  }};
  waits.wait();
  commit.go_on();
  reader.join();
  CHECK(seen == "new");
}

TEST_CASE("a commit of key A beside another one of it that is suspended says that it is busy") {
  const support::deadline limit{"a commit beside a suspended commit of the same key"};
  bank b;
  set(b, "A", "old");
  auto& a = b.var("A");
  auto mine = b.checkout("A");
  mine = "mine";
  auto reading = b.checkout("A", "B");
  reading["B"] = *reading["A"];
  {
    support::suspended commit{[&] { return is_locked(a); }, [&] { set(b, "A", "new"); }};
    REQUIRE(commit.stands());
    CHECK_FALSE(mine.try_commit());
    CHECK_THROWS_AS(mine.commit(), stm::busy);
    CHECK_THROWS_AS(reading.commit(), stm::busy);
    CHECK_THROWS_AS(
        stm::atomically({.max_tries = 3}, [&](stm::transaction& tx) { tx[a] = "blind"; }),
        stm::max_retries_exceeded);
  }
  CHECK(*b.checkout("A") == "new");
  CHECK_FALSE(b.contains("B"));
  CHECK_THROWS_AS(mine.commit(), stm::concurrent_update);
}

TEST_CASE("a thread may be suspended at any step of its work on key A: B is free") {
  const support::deadline limit{"work on key B at each step of work on key A"};
  int orders = 0;
  for (bool more = true; more; ++orders) {
    bank b;
    set(b, "A", "old");
    support::interleaving order{orders, support::interleaving::patience};
    order.run(
        [&] {
          set(b, "A", "new");
          stm::atomically([&](stm::transaction& tx) { tx[b.var("A")] = "newer"; });
          (void)b.erase("A");
          set(b, "a second key", "made here");
        },
        [&] { do_everything_but_a(b); });
    REQUIRE_FALSE(order.was_stopped(1));
    REQUIRE(*b.checkout("B") == "3");
    REQUIRE(*b.checkout("a second key") == "made here");
    REQUIRE_FALSE(b.contains("A"));
    more = order.was_stopped(0);
  }
  CHECK(orders > 50);
}

TEST_CASE("a reader that is suspended at any step delays no writer of what it reads") {
  const support::deadline limit{"writers at each step of a reader"};
  int orders = 0;
  for (bool more = true; more; ++orders) {
    bank b;
    set(b, "A", "old");
    std::string seen;
    support::interleaving order{orders, support::interleaving::patience};
    order.run(
        [&] {
          seen = *b.checkout("A");
          seen += b.var("A").load().value();
        },
        [&] {
          for (int i = 0; i < 5; ++i) set(b, "A", "new");
          (void)b.snapshot();
        });
    REQUIRE_FALSE(order.was_stopped(1));
    REQUIRE((seen == "oldold" || seen == "oldnew" || seen == "newnew"));
    more = order.was_stopped(0);
  }
  CHECK(orders > 5);
}
