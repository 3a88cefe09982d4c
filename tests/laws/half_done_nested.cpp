// SPDX-License-Identifier: BSL-1.0
// A nested block that was taken back leaves some of its writes behind, or takes others with it.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>

namespace {

struct taken_back {};

/// A pair that is equal except in the middle of a nested block.
struct couple {
  stm::var<int> a{0}, b{0};
  stm::var<std::string> text_a{""}, text_b{""};

  void reset() {
    stm::atomically([&](stm::transaction& tx) {
      tx[a] = 0;
      tx[b] = 0;
      tx[text_a] = "";
      tx[text_b] = "";
    });
  }
  /// Adds to one of each, may think better of it, and adds to the other.
  void add(int by, bool is_taken_back) {
    try {
      stm::atomically([&](stm::transaction& tx) {
        tx[a] += by;
        tx[text_a].edit([&](std::string& s) { s += std::to_string(by); });
        if (is_taken_back) throw taken_back{};
        tx[b] += by;
        tx[text_b].edit([&](std::string& s) { s += std::to_string(by); });
      });
    } catch (const taken_back&) {
    }
  }
  [[nodiscard]] bool are_equal() {
    return stm::read_only([&](stm::read_transaction& tx) {
      return *tx[a] == *tx[b] && *tx[text_a] == *tx[text_b];
    });
  }
};

}  // namespace

TEST_CASE("a nested block taken back leaves what it had read, with its value, to the outer one") {
  for (const int others : {0, 5, 6, 7, 14, 15, 16, 40}) {
    CAPTURE(others);
    std::deque<stm::var<int>> fill(static_cast<std::size_t>(others));
    stm::var<int> v{10};
    stm::var<std::string> text{"ten"};
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : fill) (void)*tx[each];
      try {
        stm::atomically([&](stm::transaction& inner) {
          CHECK(*inner[v] == 10);
          CHECK(*inner[text] == "ten");
          inner[v] = 20;
          inner[text] = "twenty";
          throw taken_back{};
        });
      } catch (const taken_back&) {
      }
      CHECK(*tx[v] == 10);
      CHECK(*tx[text] == "ten");
    });
    CHECK(v.load() == 10);
    CHECK(text.load() == "ten");
  }
}

TEST_CASE("what a nested block has read must still stand, although it was taken back") {
  for (const int others : {0, 7, 16}) {
    CAPTURE(others);
    std::deque<stm::var<int>> fill(static_cast<std::size_t>(others));
    stm::var<int> v{0}, copy{0};
    bool is_first = true;
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : fill) (void)*tx[each];
      int seen = -1;
      try {
        stm::atomically([&](stm::transaction& inner) {
          seen = *inner[v];
          inner[v] = 99;
          throw taken_back{};
        });
      } catch (const taken_back&) {
      }
      if (std::exchange(is_first, false))
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) { other[v] = 5; });
        });
      tx[copy] = seen;
    });
    CHECK(v.load() == 5);
    CHECK(copy.load() == 5);
  }
}

TEST_CASE("an outer block that fails takes its nested ones with it") {
  couple t;
  bool is_first = true;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[t.a];
    t.add(1, false);
    if (std::exchange(is_first, false)) support::elsewhere([&] { t.add(10, false); });
    CHECK(*tx[t.a] == seen + 1);
  });
  CHECK(t.a.load() == 11);
  CHECK(t.text_b.load() == "101");
}

TEST_CASE("no order of nested blocks, taken back or not, is seen half-done") {
  couple t;
  bool are_equal = true;
  laws::in_all_orders(
      [&] { t.reset(), are_equal = true; },
      [&] {
        stm::atomically([&](stm::transaction&) {
          t.add(1, true);
          t.add(3, false);
        });
      },
      [&] {
        are_equal = t.are_equal();
        t.add(4, false);
      },
      [&] {
        REQUIRE(are_equal);
        REQUIRE(t.are_equal());
        REQUIRE(t.a.load() == 7);
      });
}

TEST_CASE("many nested blocks at once, some taken back, leave nothing half-done") {
  std::deque<couple> all(3);
  std::atomic<int> wrong{0}, sum{0};
  const int rounds = support::rounds(800);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      int added = 0;
      const bool all_is_taken_back = luck.one_in(5);
      try {
        stm::atomically([&](stm::transaction& tx) {
          added = 0;
          for (int part = luck.below(4); part >= 0; --part) {
            auto& t = all[static_cast<std::size_t>(luck.below(3))];
            const bool is_taken_back = luck.one_in(3);
            const int before = *tx[t.a];
            t.add(1, is_taken_back);
            luck.stumble_sometimes();
            added += !is_taken_back;
            wrong += *tx[t.a] != before + !is_taken_back;
            wrong += *tx[t.a] != *tx[t.b] || *tx[t.text_a] != *tx[t.text_b];
          }
          if (all_is_taken_back) throw taken_back{};
        });
        sum += added;
      } catch (const taken_back&) {
      }
      wrong += !all[static_cast<std::size_t>(luck.below(3))].are_equal();
    }
  });
  CHECK(wrong == 0);
  int total = 0;
  for (auto& t : all) total += t.b.load();
  CHECK(total == sum);
}
