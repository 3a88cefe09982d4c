// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/statistics.hpp>
#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

using namespace std::chrono_literals;
using stm::or_else;
using support::beside;
using support::elsewhere;
using support::wait_for_sleeper_at;

namespace {

using support::set;

/// A block that takes what is in `v`, once that is not 0.
auto take(stm::var<int>& v) {
  return [&v](stm::transaction& tx) {
    const int taken = *tx[v];
    tx[v] = 0;
    tx.check(taken != 0);
    return taken;
  };
}

/// The same without taking it.
auto look(const stm::var<int>& v) {
  return [&v](auto& tx) {
    tx.check(*tx[v] != 0);
    return *tx[v];
  };
}

constexpr auto waits_at_once = [](auto& tx) { tx.retry(); };
constexpr auto otherwise = [](int result) { return [=](auto&) { return result; }; };

}  // namespace

TEST_CASE("alternatives do not revive an attempt whose wait was swallowed before them") {
  stm::var<bool> ready{false};
  stm::var<int> x{0}, y{0};
  const auto swallow_and_choose = [&](auto& tx) {
    try {
      tx.check(*tx[ready]);
    } catch (...) {
    }
    const auto write = [](stm::var<int>& v) {
      return [&v](stm::transaction& inner) { inner[v] = 1; };
    };
    stm::atomically(or_else(write(x), write(y)));
  };
  CHECK_THROWS_AS(
      stm::atomically({.timeout = 0ns}, swallow_and_choose), stm::retry_timeout_exceeded);
  // Also where it is an alternative itself: the second one, and nothing of the first.
  stm::atomically(or_else(swallow_and_choose, [](auto&) {}));
  CHECK(x.load() == 0);
  CHECK(y.load() == 0);
  CHECK_THROWS_AS(
      stm::read_only({.timeout = 0ns},
                     [&](stm::read_transaction& tx) {
                       try {
                         tx.check(*tx[ready]);
                       } catch (...) {
                       }
                       return or_else(look(x), [](auto&) { return 0; })(tx);
                     }),
      stm::retry_timeout_exceeded);
}

TEST_CASE(
    "the first block that does not wait is the one that counts, and the others do not "
    "run") {
  stm::var<int> a{0}, b{2}, c{3};
  CHECK(stm::atomically(or_else(take(a), take(b), take(c))) == 2);
  CHECK(b.load() == 0);
  CHECK(c.load() == 3);
  set(a, 1);
  CHECK(stm::atomically(or_else(take(a), take(b), take(c))) == 1);
  CHECK(stm::atomically(or_else(take(a), take(b), take(c))) == 3);
}

TEST_CASE("what a block has written before it waits is taken back, and nothing else") {
  stm::var<int> a{10}, b{0}, kept{0};
  stm::var<std::string> text{"outer"};
  stm::atomically([&](stm::transaction& tx) {
    tx[kept] = 1;
    tx[text] = "mine";
    stm::atomically(or_else(
        [&](stm::transaction& left) {
          left[a] += 10;
          left[kept] = 2;
          left[text].edit([](std::string& s) { s += " and left"; });
          left[b] = *left[a];
          left.retry();
        },
        [&](stm::transaction& right) {
          CHECK(*right[a] == 10);
          CHECK(*right[b] == 0);
          CHECK(*right[kept] == 1);
          CHECK(*right[text] == "mine");
          right[b] = 5;
        }));
    CHECK(*tx[b] == 5);
  });
  CHECK(a.load() == 10);
  CHECK(b.load() == 5);
  CHECK(kept.load() == 1);
  CHECK(text.load() == "mine");
}

TEST_CASE("if all wait the whole waits, for a change of what any of them has read") {
  for (const int which : {0, 1, 2, 3}) {
    CAPTURE(which);
    std::deque<stm::var<int>> vars(4);
    int taken = 0;
    beside waiter{[&] {
      taken = stm::atomically(or_else(take(vars[0]), take(vars[1]), take(vars[2]), take(vars[3])));
    }};
    wait_for_sleeper_at(vars.back());
    set(vars[static_cast<std::size_t>(which)], 7);
    waiter.join();
    CHECK(taken == 7);
    for (auto& each : vars) CHECK(each.load() == 0);
  }
}

TEST_CASE("if all wait, what stands before and around them is waited for too") {
  stm::var<int> around{0}, a{0}, b{0};
  int runs = 0;
  beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      ++runs;
      if (*tx[around] == 0) stm::atomically(or_else(take(a), take(b)));
    });
  }};
  wait_for_sleeper_at(b);
  set(around, 1);
  waiter.join();
  CHECK(runs == 2);
}

TEST_CASE("what the first block has read has to stand, also when the second one is chosen") {
  stm::var<int> a{0}, chosen{0};
  int runs = 0;
  stm::atomically(or_else([&](stm::transaction& tx) { tx[chosen] = 10 + look(a)(tx); },
                          [&](stm::transaction& tx) {
                            if (++runs == 1) elsewhere([&] { set(a, 1); });
                            tx[chosen] = 2;
                          }));
  CHECK(runs == 1);
  CHECK(chosen.load() == 11);
}

TEST_CASE("blocks made by or_else are put together by it again") {
  stm::var<int> a{0}, b{0}, c{0}, d{0};
  const auto either = [&] {
    return stm::atomically(or_else(or_else(take(a), take(b)), or_else(take(c), take(d))));
  };
  for (auto* each : {&d, &c, &b, &a}) set(*each, 1);
  for (auto* each : {&a, &b, &c, &d}) {
    CHECK(either() == 1);
    CHECK(each->load() == 0);
  }
  beside waiter{either};
  wait_for_sleeper_at(d);
  set(b, 1);
  waiter.join();
  CHECK(b.load() == 0);
}

TEST_CASE("an exception takes back what its block has written, and ends the whole") {
  stm::var<int> a{0}, before{0};
  int others = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[before] = 1;
    CHECK_THROWS_WITH_AS(
        stm::atomically(or_else(
            waits_at_once,
            [&](stm::transaction& inner) {
              inner[a] = 1;
              inner[before] = 2;
              throw std::runtime_error{"of the second"};
            },
            [&](stm::transaction&) { ++others; })),
        "of the second", std::runtime_error);
    CHECK(*tx[a] == 0);
    CHECK(*tx[before] == 1);
  });
  CHECK(others == 0);
  CHECK(a.load() == 0);
  CHECK(before.load() == 1);
}

TEST_CASE("a block that swallows the end of its wait gives way to the next all the same") {
  stm::var<int> a{0}, written{0};
  const auto swallow = [&](auto& tx) {
    try {
      tx.check(*tx[a] != 0);
    } catch (...) {
    }
    return 1;
  };
  CHECK(stm::atomically(or_else(
            [&](stm::transaction& tx) {
              tx[written] = 1;
              return swallow(tx);
            },
            otherwise(2))) == 2);
  CHECK(written.load() == 0);
  CHECK(stm::read_only(or_else(swallow, otherwise(2))) == 2);
  CHECK(stm::atomically(or_else(
            [&](stm::transaction& tx) -> int {
              swallow(tx);
              throw std::runtime_error{"out of a block that waits"};
            },
            otherwise(2))) == 2);
}

TEST_CASE("the results have a common type") {
  stm::var<int> a{0};
  const auto made = or_else([&](stm::transaction& tx) { return static_cast<short>(take(a)(tx)); },
                            [](stm::transaction&) { return 2.5; });
  auto block = made;
  static_assert(std::is_same_v<decltype(stm::atomically(block)), double>);
  CHECK(stm::atomically(block) == 2.5);
  set(a, 1);
  CHECK(stm::atomically(block) == 1.0);
}

TEST_CASE("a result needs neither a copy nor a default") {
  struct only_moved {
    explicit only_moved(int v) : value{std::make_unique<int>(v)} {}
    std::unique_ptr<int> value;
  };
  stm::var<int> a{1};
  const auto left = [&](auto& tx) { return only_moved{look(a)(tx)}; };
  const auto right = [](auto&) { return only_moved{2}; };
  CHECK(*stm::atomically(or_else(left, right)).value == 1);
  set(a, 0);
  CHECK(*stm::atomically(or_else(left, right)).value == 2);
  CHECK(*stm::read_only(or_else(left, right)).value == 2);
}

TEST_CASE("blocks without a result are chosen in the same way") {
  stm::var<int> a{0}, b{0};
  auto block = or_else(
      [&](stm::transaction& tx) { take(a)(tx); }, [&](stm::transaction& tx) { tx[b] += 1; });
  static_assert(std::is_void_v<decltype(stm::atomically(block))>);
  stm::atomically(block);
  CHECK(b.load() == 1);
  set(a, 1);
  stm::atomically(block);
  CHECK(a.load() == 0);
  CHECK(b.load() == 1);
}
