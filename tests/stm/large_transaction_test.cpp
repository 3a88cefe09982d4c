// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>

#include <tests/support/elsewhere.hpp>

#include <deque>
#include <string>

namespace {

std::deque<stm::var<int>> numbered(int size) {
  std::deque<stm::var<int>> all;
  for (int i = 0; i < size; ++i) all.emplace_back(i);
  return all;
}

}  // namespace

TEST_CASE("a transaction of any size reads and writes each of its variables") {
  for (const int size : {1, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 1000, 100'000}) {
    CAPTURE(size);
    auto all = numbered(size);
    int wrong = 0;
    stm::atomically([&](stm::transaction& tx) {
      for (int i = 0; auto& each : all) wrong += *tx[each] != i++;
      for (auto& each : all) tx[each] += 1;
      for (int i = 1; auto& each : all) wrong += *tx[each] != i++;
    });
    CHECK(wrong == 0);
    for (int i = 1; auto& each : all) wrong += each.load() != i++;
    CHECK(wrong == 0);
  }
}

TEST_CASE("a transaction of any size can write blindly") {
  for (const int size : {7, 8, 9, 16, 17, 1000}) {
    CAPTURE(size);
    auto all = numbered(size);
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : all) tx[each] = -1;
    });
    int sum = 0;
    for (auto& each : all) sum += each.load();
    CHECK(sum == -size);
  }
}

TEST_CASE("a transaction of any size may write large values, and change them again") {
  for (const int size : {7, 8, 9, 16, 17, 1000}) {
    CAPTURE(size);
    std::deque<stm::var<std::string>> all;
    for (int i = 0; i < size; ++i) all.emplace_back(std::to_string(i));
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : all) tx[each].edit([](std::string& s) { s += "+"; });
      for (auto& each : all) tx[each] = *tx[each] + "+";
      for (auto& each : all) tx[each].edit([](std::string& s) { s += "!"; });
    });
    int wrong = 0;
    for (int i = 0; auto& each : all) wrong += each.load() != std::to_string(i++) + "++!";
    CHECK(wrong == 0);
  }
}

TEST_CASE("a conflict on any variable of a large transaction is found") {
  for (const int size : {7, 8, 9, 17, 40}) {
    for (int changed = 0; changed < size; ++changed) {
      CAPTURE(size);
      CAPTURE(changed);
      auto all = numbered(size);
      stm::var<int> sum{0};
      int runs = 0;
      stm::atomically([&](stm::transaction& tx) {
        int now = 0;
        for (auto& each : all) now += *tx[each];
        if (runs++ == 0)
          support::elsewhere([&] {
            stm::atomically([&](stm::transaction& other) {
              other[all[static_cast<std::size_t>(changed)]] += 1000;
            });
          });
        tx[sum] = now;
      });
      CHECK(runs == 2);
      CHECK(sum.load() == size * (size - 1) / 2 + 1000);
    }
  }
}

TEST_CASE("a large transaction goes on when another commit changes what it has not read yet") {
  for (const int size : {8, 9, 17, 1000}) {
    CAPTURE(size);
    auto all = numbered(size);
    int runs = 0;
    const int last = stm::atomically([&](stm::transaction& tx) {
      ++runs;
      int now = 0;
      for (auto& each : all) {
        if (&each == &all.back())
          support::elsewhere([&] {
            stm::atomically([&](stm::transaction& other) { other[each] = 77; });
          });
        now = *tx[each];
      }
      return now;
    });
    CHECK(runs == 1);
    CHECK(last == 77);
  }
}

TEST_CASE("the switch at the 8th variable sees a change between the 7th and the 8th") {
  for (int changed = 0; changed < 7; ++changed) {
    CAPTURE(changed);
    auto all = numbered(8);
    int runs = 0;
    const bool equal = stm::atomically([&](stm::transaction& tx) {
      for (std::size_t i = 0; i < 7; ++i) (void)*tx[all[i]];
      if (runs++ == 0)
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) {
            other[all[static_cast<std::size_t>(changed)]] = 50;
            other[all[7]] = 50;
          });
        });
      const bool first_is_new = *tx[all[static_cast<std::size_t>(changed)]] == 50;
      return first_is_new == (*tx[all[7]] == 50);
    });
    CHECK(equal);
    CHECK(runs == 2);
  }
}

TEST_CASE("versions increase when a variable is committed more often than an epoch can count") {
  stm::var<int> a{0};
  for (int i = 0; i < 5000; ++i) stm::atomically([&](stm::transaction& tx) { ++tx[a]; });
  CHECK(a.load() == 5000);
}
