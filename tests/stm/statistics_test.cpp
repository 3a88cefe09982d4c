// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/statistics.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>

#include <string>
#include <thread>
#include <vector>

namespace {

/// What `work` adds to the counters.
template <class Work>
stm::totals added_by(Work work) {
  const stm::totals before = stm::statistics();
  work();
  const stm::totals after = stm::statistics();
  return {.commits = after.commits - before.commits,
          .conflicts = after.conflicts - before.conflicts,
          .exceptions = after.exceptions - before.exceptions,
          .attempts = after.attempts - before.attempts,
          .waits = after.waits - before.waits,
          .snapshots = after.snapshots - before.snapshots,
          .turns = after.turns - before.turns};
}

}  // namespace

TEST_CASE("each block that commits is counted, whether it reads or writes") {
  stm::var<int> a{0};
  const auto added = added_by([&] {
    for (int i = 0; i < 3; ++i) stm::atomically([&](stm::transaction& tx) { ++tx[a]; });
    stm::read_only([&](stm::read_transaction& tx) { return *tx[a]; });
  });
  CHECK(added.commits == 4);
  CHECK(added.attempts == 4);
  CHECK(added.conflicts == 0);
}

TEST_CASE("an attempt that another commit has spoilt is counted as a conflict") {
  stm::var<int> a{0};
  int runs = 0;
  const auto added = added_by([&] {
    stm::atomically([&](stm::transaction& tx) {
      ++tx[a];
      if (++runs < 4)
        support::elsewhere([&] { stm::atomically([&](stm::transaction& o) { ++o[a]; }); });
    });
  });
  CHECK(added.conflicts == 3);
  CHECK(added.commits == 4);  // three of them from elsewhere
  CHECK(added.attempts == 7);
}

TEST_CASE("a block that an exception ends is counted as such") {
  const auto added =
      added_by([] { CHECK_THROWS(stm::atomically([](stm::transaction&) { throw 1; })); });
  CHECK(added.exceptions == 1);
  CHECK(added.commits == 0);
  CHECK(added.attempts == 1);
}

TEST_CASE("a nested block is no attempt of its own") {
  const auto added = added_by([] {
    stm::atomically([](stm::transaction&) { stm::atomically([](stm::transaction&) {}); });
  });
  CHECK(added.attempts == 1);
}

TEST_CASE("a commit of checked-out values is counted, and so is its conflict") {
  stm::store<int> bank;
  auto first = bank.checkout("fred");
  auto second = bank.checkout("fred");
  const auto added = added_by([&] {
    first = 1;
    first.commit();
    second = 2;
    CHECK_FALSE(second.try_commit());
  });
  CHECK(added.commits == 1);
  CHECK(added.conflicts == 1);
}

TEST_CASE("what threads that have ended did is still counted") {
  stm::var<int> a{0};
  const auto added = added_by([&] {
    for (int i = 0; i < 10; ++i)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[a]; }); });
  });
  CHECK(added.commits == 10);
}

TEST_CASE("a read-only block over many variables is counted as a snapshot") {
  std::vector<stm::var<int>> many(20);
  const auto added = added_by([&] {
    stm::read_only([&](stm::read_transaction& tx) {
      int sum = 0;
      for (const auto& each : many) sum += *tx[each];
      return sum;
    });
  });
  CHECK(added.snapshots == 1);
  CHECK(added.attempts == 1);
}

TEST_CASE("a wait is counted, and is no conflict") {
  stm::var<bool> open{false};
  int runs = 0;
  const auto added = added_by([&] {
    stm::atomically([&](stm::transaction& tx) {
      const bool is_open = *tx[open];
      if (++runs == 1)
        support::elsewhere([&] { stm::atomically([&](stm::transaction& o) { o[open] = true; }); });
      tx.check(is_open);
    });
  });
  CHECK(added.waits == 1);
  CHECK(added.conflicts == 0);
  CHECK(added.commits == 2);
}

TEST_CASE("a store counts what is done by its handles, and no other store's") {
  stm::store<int> bank;
  stm::store<int> other;
  auto first = bank.checkout("fred");
  auto both = bank.checkout("fred", "barney");
  first = 1;
  first.commit();
  both["barney"] = 2;
  CHECK_FALSE(both.try_commit());
  bank.commit({}, {"fred"}, [](auto& set) { ++set["fred"]; });
  const stm::store_totals all = bank.statistics();
  CHECK(all.checkouts == 3);
  CHECK(all.commits == 2);
  CHECK(all.conflicts == 1);
  CHECK(other.statistics().checkouts == 0);
}

TEST_CASE("a store counts for any number of threads") {
  stm::store<int> bank;
  std::vector<std::thread> all;
  for (int i = 0; i < 40; ++i)
    all.emplace_back([&, i] {
      for (int k = 0; k < 50; ++k) {
        auto mine = bank.checkout(std::to_string(i));
        mine = k;
        mine.commit();
      }
    });
  for (auto& each : all) each.join();
  CHECK(bank.statistics().commits == 40 * 50);
  CHECK(bank.statistics().checkouts == 40 * 50);
}
