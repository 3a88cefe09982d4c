// SPDX-License-Identifier: BSL-1.0
// The engine with small numbers, where what is rare happens all the time.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/statistics.hpp>
#include <stm/store.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

using stm::engine::domain;

namespace {

template <class T>
std::uint64_t version(const stm::var<T>& v) {
  return stm::engine::version_of(
      stm::engine::door::cell_of(v).word.load(std::memory_order_relaxed));
}

}  // namespace

TEST_CASE("versions still increase when an epoch has no more of them, and the epoch moves on") {
  stm::var<int> number{0};
  stm::var<std::string> text{""};
  const auto before = domain.clock.now();
  std::uint64_t last = 0;
  for (int i = 0; i < 1000; ++i) {
    stm::atomically([&](stm::transaction& tx) {
      if (i % 2)
        ++tx[number];
      else
        tx[number] = i;
      tx[text] = "a blind write";
    });
    REQUIRE(version(number) > last);
    REQUIRE(version(text) == version(number));
    last = version(number);
  }
  CHECK(domain.clock.now() >= before + 200);
}

TEST_CASE(
    "versions of a store increase beyond the end of an epoch, by checkout and by naming keys") {
  stm::store<int, int> store;
  std::uint64_t last = 0;
  for (int i = 0; i < 1000; ++i) {
    auto one = store.checkout(0);
    CHECK(one.version() == last);
    one = i;
    one.commit();
    REQUIRE(one.version() > last);
    last = one.version();
    (void)store.var(i);  // moves what counts the keys
    if (i % 3 == 0) {
      auto two = store.checkout(0, i + 1);
      two[i + 1] = i;
      two.commit();
    }
  }
  CHECK(store.keys().size() == 335);
}

TEST_CASE("a commit whose variables are of many epochs, some of them used up, increases them all") {
  std::deque<stm::var<int>> vars(20);
  for (int round = 0; round < 200; ++round) {
    const auto one = static_cast<std::size_t>(round * 7 % 20);
    for (int i = 0; i < round % 9; ++i)
      stm::atomically([&](stm::transaction& tx) { ++tx[vars[one]]; });
    std::deque<std::uint64_t> before;
    for (auto& each : vars) before.push_back(version(each));
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : vars) ++tx[each];
    });
    for (std::size_t i = 0; i < vars.size(); ++i) REQUIRE(version(vars[i]) > before[i]);
  }
}

TEST_CASE("threads that use up epochs beside snapshots lose nothing and see whole states") {
  const support::deadline limit{"threads that use up epochs"};
  constexpr int size = 7;  // looked up through an index
  std::deque<stm::var<int>> a(size);
  std::deque<stm::var<std::string>> b;
  for (int i = 0; i < size; ++i) b.emplace_back("0");
  std::atomic<int> wrong{0}, added{0};
  const int rounds = support::rounds(1000);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    std::uint64_t last = 0;
    for (int i = 0; i < rounds; ++i) {
      const auto at = static_cast<std::size_t>(luck.below(size));
      switch (luck.below(4)) {
        case 0:
          wrong += stm::read_only([&](stm::read_transaction& tx) {
            int differences = 0;
            for (std::size_t k = 0; k < size; ++k)
              differences += *tx[b[k]] != std::to_string(*tx[a[k]]);
            return differences;
          });
          break;
        case 1:
          stm::atomically([&](stm::transaction& tx) {
            for (std::size_t k = 0; k < size; ++k) {
              tx[a[k]] += 1;
              luck.stumble_sometimes();
              tx[b[k]] = std::to_string(*tx[a[k]]);
            }
          });
          added += size;
          break;
        default:
          stm::atomically([&](stm::transaction& tx) {
            const int next = *tx[a[at]] + 1;
            tx[b[at]] = std::to_string(next);
            tx[a[at]] = next;
          });
          ++added;
      }
      const auto now = version(a[0]);
      wrong += now < last;
      last = now;
    }
  });
  CHECK(wrong == 0);
  int sum = 0;
  for (auto& each : a) sum += each.load();
  CHECK(sum == added);
}

TEST_CASE("a transaction that fails twice takes its turn") {
  stm::var<int> v{0};
  const auto before = stm::statistics();
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[v];
    if (++runs <= 2)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& other) { ++other[v]; }); });
    tx[v] = seen + 1;
  });
  CHECK(runs == 3);
  CHECK(v.load() == 3);
  CHECK(stm::statistics().turns - before.turns == 1);
}
