// SPDX-License-Identifier: BSL-1.0
#include <tests/support/set.hpp>

#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>

#include <chrono>
#include <deque>
#include <stdexcept>

using namespace std::chrono_literals;
using stm::or_else;
using support::beside;
using support::wait_for_sleeper_at;

// or_else() where it may stand: in read-only blocks, small and large, nested, and inside each
// other.

namespace {

using support::set;

auto see(const stm::var<int>& v) {
  return [&v](auto& tx) {
    tx.check(*tx[v] != 0);
    return *tx[v];
  };
}

/// The last of many, once that is not 0.
auto look_at_last(const std::deque<stm::var<int>>& vars) {
  return [&vars](auto& tx) {
    int last = 0;
    for (const auto& each : vars) last = *tx[each];
    tx.check(last != 0);
    return last;
  };
}

constexpr auto in_the_end = [](int result) { return [=](auto&) { return result; }; };

}  // namespace

TEST_CASE("in a read-only block the first that does not wait counts") {
  stm::var<int> a{0}, b{2};
  CHECK(stm::read_only(or_else(see(a), see(b), in_the_end(3))) == 2);
  set(b, 0);
  CHECK(stm::read_only(or_else(see(a), see(b), in_the_end(3))) == 3);
  set(a, 1);
  CHECK(stm::read_only(or_else(see(a), see(b), in_the_end(3))) == 1);
}

TEST_CASE("read-only blocks of any size that all wait do so for a change of any") {
  for (const std::size_t size : {1u, 4u, 5u, 9u, 30u}) {
    for (const bool is_left : {true, false}) {
      CAPTURE(size);
      CAPTURE(is_left);
      std::deque<stm::var<int>> left(size), right(size);
      int seen = 0;
      beside waiter{[&] {
        seen = stm::read_only(or_else(look_at_last(left), look_at_last(right)));
      }};
      wait_for_sleeper_at(right.back());
      set(is_left ? left.back() : right.back(), 6);
      waiter.join();
      CHECK(seen == 6);
    }
  }
}

TEST_CASE("updating blocks of any size that all wait do so for a change of any") {
  for (const std::size_t size : {1u, 4u, 5u, 9u, 30u}) {
    for (const bool is_left : {true, false}) {
      CAPTURE(size);
      CAPTURE(is_left);
      std::deque<stm::var<int>> left(size), right(size);
      const auto add_to = [](auto& vars) {
        return [&](stm::transaction& tx) {
          for (auto& each : vars) tx[each] += 1;
          tx.check(*tx[vars.back()] != 1);
        };
      };
      beside waiter{[&] { stm::atomically(or_else(add_to(left), add_to(right))); }};
      wait_for_sleeper_at(right.back());
      set(is_left ? left.back() : right.back(), 6);
      waiter.join();
      CHECK(left.back().load() == (is_left ? 7 : 0));
      CHECK(right.back().load() == (is_left ? 0 : 7));
    }
  }
}

TEST_CASE("a wait in a block inside a block leads to the next") {
  stm::var<int> a{0}, b{0};
  const auto left = [&](stm::transaction& tx) {
    tx[b] = 1;
    return stm::atomically([&](stm::transaction& inner) {
      inner[b] = 2;
      return see(a)(inner);
    });
  };
  CHECK(stm::atomically(or_else(left, in_the_end(3))) == 3);
  CHECK(b.load() == 0);
  CHECK(stm::atomically(or_else(
            [&](stm::transaction&) { return stm::read_only(see(a)); }, in_the_end(3))) == 3);
}

TEST_CASE("an or_else that waits inside a block of another leads to the next of that") {
  stm::var<int> a{0}, b{0}, c{0};
  const auto inner = [&](stm::transaction&) { return stm::atomically(or_else(see(a), see(b))); };
  CHECK(stm::atomically(or_else(inner, in_the_end(3))) == 3);
  beside waiter{[&] { stm::atomically(or_else(inner, see(c))); }};
  wait_for_sleeper_at(c);
  set(a, 1);
  waiter.join();
}

TEST_CASE("a read-only or_else inside an updating block sees what that has written") {
  stm::var<int> a{0}, b{0};
  stm::atomically([&](stm::transaction& tx) {
    CHECK(stm::read_only(or_else(see(a), in_the_end(3))) == 3);
    tx[a] = 1;
    CHECK(stm::read_only(or_else(see(a), in_the_end(3))) == 1);
    tx[b] = 5;
  });
  CHECK(b.load() == 5);
}

TEST_CASE("in an updating block inside a read-only one the first that does not wait counts") {
  stm::var<int> a{0}, b{0};
  const auto choose = [&](auto... blocks) {
    return stm::read_only([&](stm::read_transaction&) {
      return stm::atomically(or_else(blocks...));
    });
  };
  CHECK(choose(see(a), see(b), in_the_end(3)) == 3);
  set(b, 2);
  CHECK(choose(see(a), see(b), in_the_end(3)) == 2);
  beside waiter{[&] { choose(see(a), [&](auto& tx) { return tx.check(*tx[b] == 0), 0; }); }};
  wait_for_sleeper_at(b);
  set(a, 1);
  waiter.join();
}

TEST_CASE("in a read-only block the wait of an updating block inside leads to the next") {
  stm::var<int> a{0};
  const auto inside = [&](auto&) { return stm::atomically(see(a)); };
  CHECK(stm::read_only(or_else(inside, in_the_end(3))) == 3);
  const auto choose = [&](auto first) {
    // No time to wait: what has to be chosen needs none.
    return stm::read_only({.timeout = 0ns}, [&](stm::read_transaction&) {
      return stm::atomically([&](stm::transaction&) {
        return stm::atomically(or_else(first, in_the_end(3)));
      });
    });
  };
  CHECK(choose(see(a)) == 3);
  CHECK(choose(inside) == 3);
  CHECK(choose([&](auto&) { return stm::read_only(see(a)); }) == 3);
}

TEST_CASE("a wait of all ends with the policy's time") {
  stm::var<int> a{0}, b{0};
  CHECK_THROWS_AS(
      stm::atomically({.timeout = 1ms}, or_else(see(a), see(b))), stm::retry_timeout_exceeded);
  CHECK_THROWS_AS(
      stm::read_only({.timeout = 0ns}, or_else(see(a), see(b))), stm::retry_timeout_exceeded);
}

TEST_CASE("if all wait for a change of nothing it is an error") {
  const auto wait = [](auto& tx) { tx.retry(); };
  CHECK_THROWS_AS(stm::atomically(or_else(wait, wait)), std::logic_error);
  CHECK_THROWS_AS(stm::read_only(or_else(wait, wait, wait)), std::logic_error);
}
