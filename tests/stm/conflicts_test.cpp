// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/conflicts.hpp>
#include <stm/name.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <cstdint>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

/// Adds 1 in a block called `block`, whose first `spoilt` attempts lose to one called `by`.
void add_spoilt(const char* block, stm::var<int>& to, const char* by, int spoilt) {
  int runs = 0;
  stm::atomically({.name = block}, [&](stm::transaction& tx) {
    ++tx[to];
    if (++runs <= spoilt)
      support::elsewhere([&] {
        stm::atomically({.name = by}, [&](stm::transaction& o) { ++o[to]; });
      });
  });
}

}  // namespace

TEST_CASE("the report tells which block has lost how often, on what, and to whom") {
  stm::forget_conflicts();
  stm::var<int> stock{0};
  stm::var<int> price{0};
  stm::name(stock, "stock");
  stm::name(price, "price");
  add_spoilt("sell", stock, "deliver", 3);
  add_spoilt("sell", price, "raise", 1);
  add_spoilt("sell", stock, "deliver", 1);

  const auto report = stm::conflicts();
  REQUIRE(report.size() == 2);
  CHECK(report[0].block == "sell");
  CHECK(report[0].variable == "\"stock\"");
  CHECK(report[0].winner == "deliver");
  CHECK(report[0].count == 4);
  CHECK(report[1].variable == "\"price\"");
  CHECK(report[1].winner == "raise");
  CHECK(report[1].count == 1);

  std::ostringstream text;
  text << report[0] << '\n' << report[1];
  CHECK(text.str() ==
        "sell lost 4 attempts on \"stock\" to deliver\n"
        "sell lost 1 attempt on \"price\" to raise");
}

TEST_CASE("a block without a name loses in silence, and wins as a question mark") {
  stm::forget_conflicts();
  stm::var<int> a{0};
  add_spoilt(nullptr, a, "other", 2);
  CHECK(stm::conflicts().empty());
  stm::var<int> b{0};
  add_spoilt("one", b, nullptr, 1);
  const auto report = stm::conflicts();
  REQUIRE(report.size() == 1);
  CHECK(report[0].winner == "?");
}

TEST_CASE("what is forgotten is not reported again") {
  stm::var<int> a{0};
  add_spoilt("one", a, "other", 1);
  stm::forget_conflicts();
  CHECK(stm::conflicts().empty());
}

TEST_CASE("a read-only block with a name is reported as well") {
  stm::forget_conflicts();
  stm::var<int> a{0};
  stm::var<int> b{0};
  int runs = 0;
  stm::read_only({.name = "look"}, [&](stm::read_transaction& tx) {
    const int one = *tx[a];
    if (++runs == 1)
      support::elsewhere([&] {
        stm::atomically({.name = "change"}, [&](stm::transaction& o) {
          ++o[a];
          ++o[b];
        });
      });
    return one + *tx[b];
  });
  const auto report = stm::conflicts();
  REQUIRE(report.size() == 1);
  CHECK(report[0].block == "look");
  CHECK(report[0].winner == "change");
}

TEST_CASE("conflicts of many threads are counted as often as statistics count them") {
  stm::forget_conflicts();
  stm::var<int> hot{0};
  constexpr int threads = 4;
  constexpr int rounds = 20'000;
  support::start_line start{threads};
  std::vector<std::thread> all;
  std::vector<std::uint64_t> runs(threads);
  for (std::uint64_t& mine : runs)
    all.emplace_back([&] {
      start.wait();
      for (int i = 0; i < rounds; ++i)
        stm::atomically({.name = "add"}, [&](stm::transaction& tx) {
          ++mine;
          ++tx[hot];
        });
    });
  for (auto& each : all) each.join();
  std::uint64_t lost = 0;
  for (const auto& line : stm::conflicts()) lost += line.count;
  std::uint64_t ran = 0;
  for (const std::uint64_t each : runs) ran += each;
  CHECK(lost == ran - std::uint64_t{threads} * rounds);
  CHECK(hot.load() == threads * rounds);
}
