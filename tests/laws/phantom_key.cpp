// SPDX-License-Identifier: BSL-1.0
// A list of a store's keys lacks one that was committed together with what the reader has seen.
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace {

/// A store that knows how many keys it has.
struct census {
  stm::store<int, int> people;
  stm::var<int> count{0};

  explicit census(int born = 0) {
    for (int i = 0; i < born; ++i) be_born(-1 - i);
  }
  void be_born(int key) {
    stm::atomically([&](stm::transaction& tx) {
      auto& person = people.var(key);
      if (*tx[person]) return;
      tx[person] = key;
      ++tx[count];
    });
  }
  void die(int key) {
    stm::atomically([&](stm::transaction& tx) {
      if (people.erase(key)) --tx[count];
    });
  }
  int listed() const { return static_cast<int>(people.keys().size()); }
};

}  // namespace

TEST_CASE("a key born after the list was made spoils the block, or is not seen elsewhere either") {
  for (const int born : {0, 3, 10, 30}) {
    CAPTURE(born);
    census c{born};
    int runs = 0, wrong = 0;
    const auto list_first = [&](auto& tx) {
      const int listed = c.listed();
      if (runs++ == 0) support::elsewhere([&] { c.be_born(1000); });
      wrong += listed != *tx[c.count];
    };
    stm::read_only(list_first);
    // A longer list has led into a snapshot, in which the key is not born yet.
    const bool fits = born + 1 <= static_cast<int>(stm::engine::limits::small_log);
    CHECK(runs == (fits ? 2 : 1));
    runs = 0;
    c.die(1000);
    // The name is there now, the value is not.
    stm::atomically(list_first);
    CHECK(runs == 2);
    CHECK(wrong == 0);
  }
}

TEST_CASE("a key born after the count was seen spoils the block, or is not listed") {
  for (const int born : {0, 3, 10, 30}) {
    CAPTURE(born);
    census c{born};
    int runs = 0, wrong = 0;
    const auto count_first = [&](auto& tx) {
      const int counted = *tx[c.count];
      if (runs++ == 0) support::elsewhere([&] { c.be_born(1000 + wrong); });
      wrong += c.listed() != counted;
      wrong += static_cast<int>(c.people.snapshot().size()) != counted;
      wrong += static_cast<int>(c.people.to_map().size()) != counted;
    };
    stm::read_only(count_first);
    runs = 0;
    c.die(1000);
    stm::atomically(count_first);
    CHECK(wrong == 0);
  }
}

TEST_CASE("a list of keys that a commit rests on still stands at that commit") {
  census c;
  stm::var<int> listed{-1};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int now = c.listed();
    if (runs++ == 0) support::elsewhere([&] { c.be_born(1); });
    tx[listed] = now;
  });
  CHECK(listed.load() == 1);
}

TEST_CASE("a block that names a new key itself still notices the births of others") {
  for (const int born : {0, 10}) {
    CAPTURE(born);
    census c{born};
    int wrong = 0, next = 1000;
    const auto run = [&](auto run_block) {
      bool is_first = true;
      run_block([&](auto& tx) {
        const int listed = c.listed();
        if (std::exchange(is_first, false)) support::elsewhere([&] { c.be_born(next++); });
        (void)*tx[std::as_const(c.people.var(next++))];
        wrong += listed != *tx[c.count];
      });
    };
    run([](auto block) { stm::atomically(block); });
    run([](auto block) { stm::read_only(block); });
    CHECK(wrong == 0);
  }
}

TEST_CASE("a key that a block has named after its list may not be born before its end") {
  for (const int born : {0, 10}) {
    CAPTURE(born);
    census c{born};
    int wrong = 0, next = 1000;
    const auto run = [&](auto run_block) {
      bool is_first = true;
      const int unborn = next++;
      run_block([&](auto& tx) {
        const int listed = c.listed();
        (void)c.people.var(unborn);
        if (std::exchange(is_first, false)) support::elsewhere([&] { c.be_born(unborn); });
        wrong += listed != *tx[c.count];
      });
    };
    run([](auto block) { stm::atomically(block); });
    run([](auto block) { stm::read_only(block); });
    CHECK(wrong == 0);
  }
}

TEST_CASE("no order of a birth and a list tells the list and the count apart") {
  for (const int born : {0, 9}) {
    std::unique_ptr<census> c;
    bool are_equal = true;
    const auto prepare = [&] { c = std::make_unique<census>(born), are_equal = true; };
    const auto birth = [&] { c->be_born(1); };
    const auto check = [&] {
      REQUIRE(are_equal);
      REQUIRE(c->listed() == born + 1);
    };
    const auto list = [&](auto& tx) {
      const int listed = c->listed();
      are_equal = listed == *tx[c->count];
    };
    const auto count = [&](auto& tx) {
      const int counted = *tx[c->count];
      are_equal = counted == c->listed();
    };
    laws::at_each_step(
        prepare, [&] { stm::read_only(list); }, birth, check);
    laws::at_each_step(
        prepare, [&] { stm::read_only(count); }, birth, check);
    laws::at_each_step(
        prepare, birth, [&] { stm::read_only(list); }, check);
    laws::at_each_step(
        prepare, birth, [&] { stm::read_only(count); }, check);
    if (born == 0)
      laws::in_all_orders(
          prepare, [&] { stm::read_only(list); }, birth, check);
    if (born == 0)
      laws::in_all_orders(
          prepare, [&] { stm::atomically(count); }, birth, check);
  }
}

TEST_CASE("who has seen a key finds it in every list from then on") {
  std::unique_ptr<census> c;
  bool is_listed = true;
  laws::in_all_orders(
      [&] { c = std::make_unique<census>(), is_listed = true; }, [&] { c->be_born(1); },
      [&] {
        if (c->people.contains(1))
          is_listed = c->people.snapshot().contains(1) && c->people.keys().size() == 1;
      },
      [&] { REQUIRE(is_listed); });
}

TEST_CASE("many births and deaths beside many lists keep the count") {
  census c;
  std::atomic<int> wrong{0};
  const int rounds = support::rounds(1200);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    auto copy = c.people.snapshot();
    for (int i = 0; i < rounds; ++i) {
      const int key = luck.below(30 + i / 4);
      switch (luck.below(4)) {
        case 0:
          c.be_born(key);
          break;
        case 1:
          c.die(key);
          break;
        default:
          wrong += stm::read_only([&](stm::read_transaction& tx) {
            const bool is_list_first = luck.one_in(2);
            const int early = is_list_first ? c.listed() : *tx[c.count];
            luck.stumble_sometimes();
            return early != (is_list_first ? *tx[c.count] : c.listed());
          });
          (void)copy.pull_updates();
      }
    }
    (void)copy.pull_updates();
  });
  CHECK(wrong == 0);
  CHECK(c.listed() == c.count.load());
}
