// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>

#include <tests/support/elsewhere.hpp>

#include <deque>
#include <stdexcept>
#include <string>

namespace {

struct changed_my_mind {};

/// Runs `block` inside the running one and takes it back.
template <class Block>
void rolled_back(Block block) {
  try {
    stm::atomically([&](stm::transaction& tx) {
      block(tx);
      throw changed_my_mind{};
    });
  } catch (const changed_my_mind&) {
  }
}

}  // namespace

TEST_CASE("a nested block commits with the outer one, not before") {
  stm::var<int> a{0};
  stm::atomically([&](stm::transaction& tx) {
    stm::atomically([&](stm::transaction& inner) { inner[a] = 1; });
    CHECK(a.load() == 0);
    CHECK(*tx[a] == 1);
  });
  CHECK(a.load() == 1);
}

TEST_CASE("a nested block sees what the outer one has written") {
  stm::var<int> a{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 7;
    CHECK(stm::atomically([&](stm::transaction& inner) { return *inner[a]; }) == 7);
  });
}

TEST_CASE("a nested block that reads 10, writes 20 and is taken back leaves 10") {
  stm::var<int> a{10};
  stm::atomically([&](stm::transaction& tx) {
    rolled_back([&](stm::transaction& inner) {
      CHECK(*inner[a] == 10);
      inner[a] = 20;
      CHECK(*inner[a] == 20);
    });
    CHECK(*tx[a] == 10);
  });
  CHECK(a.load() == 10);
}

TEST_CASE("what the outer block has written stays when a nested one is taken back") {
  stm::var<int> a{0}, blind{0};
  stm::var<std::string> text{"zero"};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] += 1;
    tx[blind] = 1;
    tx[text] = "one";
    rolled_back([&](stm::transaction& inner) {
      inner[a] += 1;
      inner[a] += 1;
      inner[blind] = 2;
      inner[text] = "two";
      inner[text].edit([](std::string& s) { s += " and more"; });
    });
    CHECK(*tx[a] == 1);
    CHECK(*tx[blind] == 1);
    CHECK(*tx[text] == "one");
  });
  CHECK(a.load() == 1);
  CHECK(blind.load() == 1);
  CHECK(text.load() == "one");
}

TEST_CASE("a variable that only a nested block has written is untouched when that is taken back") {
  stm::var<int> a{5};
  stm::var<std::string> text{"five"};
  stm::atomically([&](stm::transaction& tx) {
    rolled_back([&](stm::transaction& inner) {
      inner[a] = 6;
      inner[text] = "six";
    });
    support::elsewhere([&] {
      stm::atomically([&](stm::transaction& other) {
        other[a] = 8;
        other[text] = "eight";
      });
    });
    // A blind write that was taken back is as if the variable had never been touched.
    CHECK(*tx[a] == 8);
    CHECK(*tx[text] == "eight");
  });
  CHECK(a.load() == 8);
  CHECK(text.load() == "eight");
}

TEST_CASE("an edit in a nested block that is taken back leaves the large value as it was") {
  stm::var<std::string> text{"a"};
  stm::atomically([&](stm::transaction& tx) {
    tx[text].edit([](std::string& s) { s += "b"; });
    const std::string& seen = *tx[text];
    rolled_back([&](stm::transaction& inner) {
      inner[text].edit([](std::string& s) { s += "c"; });
      CHECK(*inner[text] == "abc");
    });
    CHECK(seen == "ab");
    CHECK(*tx[text] == "ab");
    tx[text].edit([](std::string& s) { s += "d"; });
  });
  CHECK(text.load() == "abd");
}

TEST_CASE("what a nested block has read has to stand, also when it is taken back") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    int seen = -1;
    rolled_back([&](stm::transaction& inner) { seen = *inner[a]; });
    if (runs++ == 0)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& other) { other[a] = 1; }); });
    tx[b] = seen;
  });
  CHECK(runs == 2);
  CHECK(b.load() == 1);
}

TEST_CASE("nested blocks within nested blocks are taken back each for itself") {
  stm::var<int> a{0}, b{0}, c{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 1;
    stm::atomically([&](stm::transaction& second) {
      second[a] = 2;
      second[b] = 2;
      rolled_back([&](stm::transaction& third) {
        third[a] = 3;
        third[b] = 3;
        third[c] = 3;
        stm::atomically([&](stm::transaction& fourth) { fourth[a] = 4; });
      });
      CHECK(*second[a] == 2);
      CHECK(*second[b] == 2);
      CHECK(*second[c] == 0);
    });
    CHECK(*tx[a] == 2);
    CHECK(*tx[b] == 2);
  });
  CHECK(a.load() == 2);
  CHECK(b.load() == 2);
  CHECK(c.load() == 0);
}

TEST_CASE("taking an outer block back takes back the nested ones that had ended") {
  stm::var<int> a{0}, b{0};
  stm::atomically([&](stm::transaction& tx) {
    rolled_back([&](stm::transaction& second) {
      second[a] = 1;
      stm::atomically([&](stm::transaction& third) {
        third[a] = 2;
        third[b] = 2;
      });
      second[a] = 3;
    });
    CHECK(*tx[a] == 0);
    CHECK(*tx[b] == 0);
  });
}

TEST_CASE("nested blocks can be taken back in turn, and each leaves no trace") {
  std::deque<stm::var<int>> many(50);
  stm::atomically([&](stm::transaction& tx) {
    for (int round = 1; round <= 20; ++round) {
      rolled_back([&](stm::transaction& inner) {
        for (auto& each : many) inner[each] = round;
      });
      for (auto& each : many) CHECK(*tx[each] == 0);
    }
    for (auto& each : many) tx[each] += 1;
  });
  for (auto& each : many) CHECK(each.load() == 1);
}

TEST_CASE("a nested block that outgrows the log is taken back whole") {
  for (const int size : {7, 8, 9, 15, 16, 17, 33, 1000}) {
    CAPTURE(size);
    std::deque<stm::var<int>> many(static_cast<std::size_t>(size));
    stm::var<int> kept{0};
    stm::atomically([&](stm::transaction& tx) {
      tx[kept] = 1;
      int wrong = 0;
      rolled_back([&](stm::transaction& inner) {
        int even = 0;
        for (auto& each : many) {
          if (++even % 2) wrong += *inner[each] != 0;
          inner[each] = 5;
        }
        for (auto& each : many) wrong += *inner[each] != 5;
      });
      for (auto& each : many) wrong += *tx[each] != 0;
      CHECK(wrong == 0);
      CHECK(*tx[kept] == 1);
      tx[many.back()] = 9;
    });
    CHECK(many.back().load() == 9);
    CHECK(kept.load() == 1);
  }
}

TEST_CASE("a nested block's result is returned to the outer one") {
  stm::var<int> a{4};
  const int twice = stm::atomically([&](stm::transaction&) {
    return 2 * stm::atomically([&](stm::transaction& inner) { return *inner[a]; });
  });
  CHECK(twice == 8);
}

TEST_CASE("an exception that no block catches takes all of them back") {
  stm::var<int> a{0}, b{0};
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[a] = 1;
                    stm::atomically([&](stm::transaction& inner) {
                      inner[b] = 1;
                      throw std::runtime_error{"all of it"};
                    });
                  }),
                  std::runtime_error);
  CHECK(a.load() == 0);
  CHECK(b.load() == 0);
}

TEST_CASE("a conflict in a nested block runs the whole again, from the outermost") {
  stm::var<int> a{0};
  int outer_runs = 0, inner_runs = 0;
  stm::atomically([&](stm::transaction&) {
    ++outer_runs;
    stm::atomically({.max_tries = 1}, [&](stm::transaction& inner) {
      const int seen = *inner[a];
      if (inner_runs++ == 0)
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) { other[a] = 10; });
        });
      inner[a] = seen + 1;
    });
  });
  CHECK(outer_runs == 2);
  CHECK(inner_runs == 2);
  CHECK(a.load() == 11);
}
