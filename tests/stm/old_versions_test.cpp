// SPDX-License-Identifier: BSL-1.0
// What is kept for snapshots: the versions that an open one sees, and no more.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/outside.hpp>

#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/set.hpp>
#include <tests/support/start_line.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <string>
#include <thread>

namespace {

using support::counted;

/// More variables than a look without a snapshot takes.
std::deque<stm::var<int>> enough(9);

/// Calls `inside(tx)` in a snapshot.
template <class Inside>
void in_snapshot(Inside inside) {
  stm::read_only([&](stm::read_transaction& tx) {
    for (auto& each : enough) (void)*tx[each];
    inside(tx);
  });
}

template <class T>
int kept_versions(stm::var<T>& v) {
  int count = 0;
  for (auto* node = stm::engine::door::cell_of(v).history.load(std::memory_order_acquire); node;
       node = node->older.load(std::memory_order_acquire))
    ++count;
  return count;
}

using support::set;

/// More values than ever wait for their end when nobody reads them.
constexpr int waiting = 600;

}  // namespace

TEST_CASE("without a snapshot no old version is kept") {
  stm::var<int> v{0};
  for (int i = 0; i < 100; ++i) set(v, i);
  CHECK(kept_versions(v) == 0);
}

TEST_CASE("one snapshot keeps one version, however many commits follow") {
  stm::var<int> v{0};
  in_snapshot([&](auto& tx) {
    for (int i = 1; i < 1000; ++i) {
      support::elsewhere([&] { set(v, i); });
      REQUIRE(kept_versions(v) == 1);
    }
    CHECK(*tx[v] == 0);
  });
  CHECK(kept_versions(v) == 1);
  set(v, -1);
  CHECK(kept_versions(v) == 0);
}

TEST_CASE("a snapshot that has ended keeps nothing, though an older one is still open") {
  stm::var<int> v{0};
  in_snapshot([&](auto& tx) {
    for (int i = 1; i < 200; ++i) {
      support::elsewhere([&] {
        in_snapshot([&](auto&) {
          support::elsewhere([&] { set(v, i); });
          REQUIRE(kept_versions(v) <= 2);
        });
      });
    }
    support::elsewhere([&] { set(v, -1); });
    CHECK(kept_versions(v) == 1);
    CHECK(*tx[v] == 0);
  });
}

TEST_CASE("a snapshot that has ended keeps nothing, though a newer one is still open") {
  stm::var<int> v{0};
  support::gate older_may_end;
  std::thread older{[&] { in_snapshot([&](auto&) { older_may_end.pass(); }); }};
  older_may_end.wait_for();
  set(v, 1);
  in_snapshot([&](auto& tx) {
    support::elsewhere([&] { set(v, 2); });
    CHECK(kept_versions(v) == 2);
    older_may_end.open();
    older.join();
    support::elsewhere([&] { set(v, 3); });
    CHECK(kept_versions(v) == 1);
    CHECK(*tx[v] == 1);
  });
  set(v, 4);
  CHECK(kept_versions(v) == 0);
}

TEST_CASE("each snapshot that is open keeps one version at most, and sees its own") {
  constexpr int depth = 40;
  stm::var<int> v{0};
  int wrong = 0;
  const auto open_more = [&](int level, auto& again) -> void {
    if (level == depth) return;
    in_snapshot([&](auto& tx) {
      for (int i = 0; i < 3; ++i) support::elsewhere([&] { set(v, level + 1); });
      wrong += kept_versions(v) > level + 1;
      {
        const stm::outside here;
        again(level + 1, again);
      }
      wrong += *tx[v] != level;
    });
  };
  open_more(0, open_more);
  CHECK(wrong == 0);
  set(v, 0);
  CHECK(kept_versions(v) == 0);
}

TEST_CASE("chains stay short while one auditor is suspended and others audit back to back") {
  const support::deadline limit{"audits back to back beside a suspended one"};
  constexpr int auditors = 3;
  stm::var<int> number{0};
  stm::var<counted> boxed{counted{0}};
  const int before = counted::alive();
  std::atomic<int> wrong{0}, longest{0}, most_alive{0};
  std::atomic<bool> is_over{false};
  in_snapshot([&](auto& suspended) {
    const int first = *suspended[number];
    support::in_threads(auditors + 1, [&](int me) {
      if (me != 0) {
        while (!is_over) in_snapshot([&](auto& tx) { wrong += *tx[number] != tx[boxed]->value; });
        return;
      }
      for (int i = 1; i < 20'000; ++i) {
        stm::atomically([&](stm::transaction& tx) {
          tx[number] = i;
          tx[boxed] = counted{i};
        });
        // Nobody but this thread changes them.
        longest = std::max({longest.load(), kept_versions(number), kept_versions(boxed)});
        most_alive = std::max(most_alive.load(), counted::alive() - before);
      }
      is_over = true;
    });
    wrong += *suspended[number] != first || suspended[boxed]->value != first;
  });
  CHECK(wrong == 0);
  CHECK(longest <= auditors + 1);
  CHECK(most_alive < waiting);
}

TEST_CASE("after the last snapshot the next writes free what it has kept") {
  std::deque<stm::var<int>> numbers(100);
  std::deque<stm::var<counted>> boxed(100);
  const auto change_all = [&] {
    for (auto& each : numbers) set(each, 1);
    for (auto& each : boxed) set(each, 1);
  };
  in_snapshot([&](auto& tx) {
    for (int i = 0; i < 20; ++i) support::elsewhere(change_all);
    int sum = 0;
    for (auto& each : numbers) sum += *tx[each];
    CHECK(sum == 0);
    for (auto& each : boxed) CHECK(tx[each]->value == 0);
    CHECK(kept_versions(numbers[0]) == 1);
  });
  for (int i = 0; i < 20; ++i) change_all();
  for (auto& each : numbers) CHECK(kept_versions(each) == 0);
  for (auto& each : boxed) CHECK(kept_versions(each) == 0);
  CHECK(counted::alive() < static_cast<int>(boxed.size()) + waiting);
}

TEST_CASE("a variable that is destroyed takes its old versions along") {
  in_snapshot([&](auto&) {
    support::elsewhere([&] {
      for (int i = 0; i < 1000; ++i) {
        stm::var<int> number{0};
        stm::var<std::string> text{"0"};
        set(number, 1);
        stm::atomically([&](stm::transaction& tx) { tx[text] = std::string(100, 'x'); });
      }
    });
  });
}
