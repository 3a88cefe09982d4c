// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/statistics.hpp>
#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <chrono>
#include <deque>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using support::beside;
using support::elsewhere;
using support::wait_for_sleeper_at;

namespace {

using support::set;

/// Reads all of them, and waits until the last one is not 0.
struct wait_for_last {
  std::deque<stm::var<int>>& vars;
  int& runs;

  int operator()(auto& tx) const {
    ++runs;
    int last = 0;
    for (const auto& each : vars) last = *tx[each];
    tx.check(last != 0);
    return last;
  }
};

constexpr int waited_sizes[] = {1, 2, 7, 8, 9, 10, 16, 17, 21, 100};

}  // namespace

TEST_CASE("a block that waits is run again when a variable that it has read has changed") {
  stm::var<int> v{0};
  int runs = 0, seen = 0;
  beside waiter{[&] {
    seen = stm::atomically([&](stm::transaction& tx) {
      ++runs;
      if (*tx[v] == 0) tx.retry();
      return *tx[v];
    });
  }};
  wait_for_sleeper_at(v);
  set(v, 7);
  waiter.join();
  CHECK(seen == 7);
  CHECK(runs == 2);
}

TEST_CASE("check waits while its condition is false") {
  stm::var<int> v{0};
  int runs = 0;
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      ++runs;
      tx.check(*tx[v] >= 3);
    });
  }};
  for (const int next : {1, 2, 3}) {
    wait_for_sleeper_at(v);
    set(v, next);
  }
  waiter.join();
  CHECK(runs == 4);
}

TEST_CASE("a condition that holds waits for nothing") {
  stm::var<int> v{1};
  const auto waits = stm::statistics().waits;
  stm::atomically([&](stm::transaction& tx) { tx.check(*tx[v] == 1); });
  stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[v] == 1); });
  CHECK(stm::statistics().waits == waits);
}

TEST_CASE("commits of other variables wake nobody") {
  stm::var<int> v{0};
  std::deque<stm::var<int>> others(2000);  // some of them share a list with v
  const auto waits = stm::statistics().waits;
  int runs = 0;
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      ++runs;
      tx.check(*tx[v] != 0);
    });
  }};
  wait_for_sleeper_at(v);
  // To each a sleeper of its own, so that the commits have somebody to wake.
  for (auto& other : others) {
    beside another{[&] {
      stm::atomically([&](stm::transaction& tx) { tx.check(*tx[other] != 0); });
    }};
    wait_for_sleeper_at(other);
    set(other, 1);
    another.join();
  }
  wait_for_sleeper_at(v);
  set(v, 1);
  waiter.join();
  CHECK(runs == 2);
  CHECK(stm::statistics().waits - waits == others.size() + 1);
}

TEST_CASE("what a block has written before it waits is gone") {
  stm::var<int> v{0}, written{0};
  stm::var<std::string> text{"before"};
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      const int seen = *tx[v];
      tx[written] += 1;
      tx[text].edit([](std::string& s) { s += ", after"; });
      tx.check(seen != 0);
    });
  }};
  wait_for_sleeper_at(v);
  CHECK(written.load() == 0);
  CHECK(text.load() == "before");
  set(v, 1);
  waiter.join();
  CHECK(written.load() == 1);
  CHECK(text.load() == "before, after");
}

TEST_CASE("a change that comes between the read and the wait is not slept through") {
  stm::var<int> v{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const bool was_open = *tx[v] != 0;
    if (++runs == 1) elsewhere([&] { set(v, 1); });
    tx.check(was_open);
  });
  CHECK(runs == 2);
  set(v, 0);
  runs = 0;
  stm::read_only([&](stm::read_transaction& tx) {
    const bool was_open = *tx[v] != 0;
    if (++runs == 1) elsewhere([&] { set(v, 1); });
    tx.check(was_open);
  });
  CHECK(runs == 2);
}

TEST_CASE("a block waits for a change of any of the variables that it has read") {
  for (const int size : waited_sizes) {
    CAPTURE(size);
    std::deque<stm::var<int>> vars(static_cast<std::size_t>(size));
    for (auto& changed : vars) {
      beside waiter{[&] {
        stm::atomically([&](stm::transaction& tx) {
          int sum = 0;
          for (auto& each : vars) sum += *tx[each];
          tx.check(sum != 0);
        });
      }};
      wait_for_sleeper_at(vars.back());
      set(changed, 1);
      waiter.join();
      set(changed, 0);
    }
  }
}

TEST_CASE("a block of any size waits, and is run once more for each change") {
  for (const int size : waited_sizes) {
    CAPTURE(size);
    std::deque<stm::var<int>> vars(static_cast<std::size_t>(size));
    int runs = 0, result = 0;
    beside waiter{[&] { result = stm::atomically(wait_for_last{vars, runs}); }};
    wait_for_sleeper_at(vars.back());
    set(vars.back(), 5);
    waiter.join();
    CHECK(result == 5);
    CHECK(runs == 2);
  }
}

TEST_CASE("a read-only block of any size waits, a large one after it was run to learn for what") {
  for (const int size : waited_sizes) {
    CAPTURE(size);
    std::deque<stm::var<int>> vars(static_cast<std::size_t>(size));
    int runs = 0, result = 0;
    const auto waits = stm::statistics().waits;
    beside waiter{[&] { result = stm::read_only(wait_for_last{vars, runs}); }};
    wait_for_sleeper_at(vars.back());
    set(vars.back(), 5);
    waiter.join();
    CHECK(result == 5);
    CHECK(runs == (vars.size() <= stm::engine::limits::small_log ? 2 : 3));
    CHECK(stm::statistics().waits - waits == 1);
  }
}

TEST_CASE("a wait in a nested block is a wait of the whole") {
  stm::var<int> v{0}, outer_reads{0};
  int outer_runs = 0, inner_runs = 0;
  const auto block = [&](auto& tx) {
    ++outer_runs;
    (void)*tx[outer_reads];
    stm::atomically([&](stm::transaction& inner) {
      ++inner_runs;
      inner.check(*inner[v] + *inner[outer_reads] != 0);
    });
  };
  SUBCASE("in an updating one, woken by what the nested block has read") {
    beside waiter{[&] { stm::atomically(block); }};
    wait_for_sleeper_at(v);
    set(v, 1);
    waiter.join();
  }
  SUBCASE("in an updating one, woken by what the outer block has read") {
    beside waiter{[&] { stm::atomically(block); }};
    wait_for_sleeper_at(v);
    set(outer_reads, 1);
    waiter.join();
  }
  SUBCASE("in a read-only one") {
    beside waiter{[&] { stm::read_only(block); }};
    wait_for_sleeper_at(v);
    set(v, 1);
    waiter.join();
  }
  CHECK(outer_runs == 2);
  CHECK(inner_runs == 2);
}

TEST_CASE("a read-only block inside an updating one waits for what both have read") {
  stm::var<int> v{0}, w{0};
  int runs = 0;
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      ++runs;
      const int outer = *tx[w];
      stm::read_only([&](stm::read_transaction& inner) { inner.check(outer + *inner[v] != 0); });
    });
  }};
  wait_for_sleeper_at(v);
  set(w, 1);
  waiter.join();
  CHECK(runs == 2);
}

TEST_CASE("a block that swallows the end of its wait waits all the same") {
  stm::var<int> v{0}, written{0};
  int runs = 0;
  const auto swallow = [&](auto& tx) {
    try {
      tx.check(*tx[v] != 0);
    } catch (...) {
    }
  };
  SUBCASE("an updating one") {
    beside waiter{[&] {
      stm::atomically([&](stm::transaction& tx) {
        ++runs;
        swallow(tx);
        tx[written] = runs;
      });
    }};
    wait_for_sleeper_at(v);
    CHECK(written.load() == 0);
    set(v, 1);
    waiter.join();
    CHECK(written.load() == 2);
  }
  SUBCASE("a read-only one") {
    beside waiter{[&] {
      stm::read_only([&](stm::read_transaction& tx) {
        ++runs;
        swallow(tx);
      });
    }};
    wait_for_sleeper_at(v);
    set(v, 1);
    waiter.join();
  }
  SUBCASE("one that goes on to an exception of its own") {
    beside waiter{[&] {
      stm::atomically([&](stm::transaction& tx) {
        swallow(tx);
        if (++runs == 1) throw std::runtime_error{"out of a block that waits"};
      });
    }};
    wait_for_sleeper_at(v);
    set(v, 1);
    waiter.join();
  }
  CHECK(runs == 2);
}
