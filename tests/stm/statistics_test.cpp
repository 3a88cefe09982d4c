// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/statistics.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>

namespace {

/// What `work` adds to the counters.
template <class Work>
stm::totals counted(Work work) {
  const stm::totals before = stm::statistics();
  work();
  const stm::totals after = stm::statistics();
  return {after.commits - before.commits, after.conflicts - before.conflicts,
          after.exceptions - before.exceptions, after.attempts - before.attempts};
}

}  // namespace

TEST_CASE("each block that commits is counted, whether it reads or writes") {
  stm::var<int> a{0};
  const auto added = counted([&] {
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
  const auto added = counted([&] {
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
      counted([] { CHECK_THROWS(stm::atomically([](stm::transaction&) { throw 1; })); });
  CHECK(added.exceptions == 1);
  CHECK(added.commits == 0);
  CHECK(added.attempts == 1);
}

TEST_CASE("a nested block is no attempt of its own") {
  const auto added = counted([] {
    stm::atomically([](stm::transaction&) { stm::atomically([](stm::transaction&) {}); });
  });
  CHECK(added.attempts == 1);
}

TEST_CASE("a commit of checked-out values is counted, and so is its conflict") {
  stm::store<int> bank;
  auto first = bank.checkout("fred");
  auto second = bank.checkout("fred");
  const auto added = counted([&] {
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
  const auto added = counted([&] {
    for (int i = 0; i < 10; ++i)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[a]; }); });
  });
  CHECK(added.commits == 10);
}
