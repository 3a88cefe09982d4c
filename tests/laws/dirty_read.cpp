// SPDX-License-Identifier: BSL-1.0
// Somebody reads what is never committed.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

TEST_CASE("what a block has written is seen by nobody before it commits") {
  stm::var<int> v{0};
  stm::var<std::string> text{"clean"};
  stm::store<int> store;
  CHECK_THROWS(stm::atomically([&](stm::transaction& tx) {
    tx[v] = 1;
    tx[text] = "dirty";
    auto handle = store.checkout("key");
    handle = 1;
    handle.commit();
    support::elsewhere([&] {
      CHECK(v.load() == 0);
      CHECK(text.load() == "clean");
      CHECK_FALSE(store.contains("key"));
      CHECK(store.snapshot().size() == 0);
    });
    throw 1;
  }));
  CHECK(v.load() == 0);
  CHECK(text.load() == "clean");
  CHECK_FALSE(store.contains("key"));
}

TEST_CASE("an attempt that fails to commit leaves no trace, neither a value nor a version") {
  stm::store<std::string> store;
  store.commit({}, {"a", "b", "c"}, [](auto& all) {
    for (auto& each : all) each = "clean";
  });
  auto all = store.checkout("a", "b", "c");
  auto before = store.checkout("a", "b");
  for (auto& each : all) each = "dirty";
  support::elsewhere([&] { store.commit({}, {"c"}, [](auto& c) { c["c"] = "new"; }); });
  CHECK_FALSE(all.try_commit());
  CHECK(*store.checkout("a") == "clean");
  CHECK(store.checkout("a").version() == before["a"].version());
  CHECK(before.try_commit());
}

namespace {

/// Writes `dirty` to two variables in an attempt that fails if the other one gets in between.
struct doomed_writer {
  stm::var<int> guard{0}, a{0}, b{0};
  stm::store<int> store;
  bool has_committed = false;
  int seen_a = 0, seen_b = 0;
  std::uint64_t version_before = 0;

  void prepare() {
    stm::atomically([&](stm::transaction& tx) {
      tx[guard] = 0;
      tx[a] = 0;
      tx[b] = 0;
      tx[store.var("key")] = 0;
    });
    has_committed = false;
    version_before = store.checkout("key").version();
  }
  void write() {
    try {
      stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
        if (*tx[guard] != 0) return;
        tx[a] = 1;
        tx[b] = 1;
        tx[store.var("key")] = 1;
      });
      has_committed = stm::read_only([&](stm::read_transaction& tx) { return *tx[a] == 1; });
    } catch (const stm::max_retries_exceeded&) {
    }
  }
  void disturb_and_look() {
    stm::atomically([&](stm::transaction& tx) { tx[guard] = 1; });
    seen_a = a.load();
    seen_b = b.load();
  }
  void check() {
    REQUIRE(a.load() == has_committed);
    REQUIRE(b.load() == has_committed);
    REQUIRE((seen_a == 0 || has_committed));
    REQUIRE((seen_b == 0 || has_committed));
    REQUIRE((store.checkout("key").version() != version_before) == has_committed);
  }
};

}  // namespace

TEST_CASE("no order of a failing commit and a reader shows what was not committed") {
  doomed_writer w;
  laws::in_all_orders(
      [&] { w.prepare(); }, [&] { w.write(); }, [&] { w.disturb_and_look(); }, [&] { w.check(); });
}

TEST_CASE("whatever is read was committed, by the writer whose name it bears") {
  constexpr int threads = 4, places = 4;
  const int writes = support::rounds(8000);
  std::deque<stm::var<int>> vars(places);
  const auto each_writes = static_cast<std::size_t>(writes);
  // Of each value whether its attempt committed: set after the commit, read when all have ended.
  std::vector<std::vector<char>> committed(threads, std::vector<char>(each_writes, false));
  std::vector<std::vector<int>> seen(threads);
  support::in_threads(threads, [&](int me) {
    const auto own = static_cast<std::size_t>(me);
    support::dice luck{me};
    for (int i = 0; i < writes; ++i) {
      // Each attempt writes a name of its own: 0 means nobody.
      const int name = 1 + me * writes + i;
      const auto first = static_cast<std::size_t>(luck.below(places));
      const auto second = static_cast<std::size_t>(luck.below(places));
      int found = 0;
      try {
        stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
          found = *tx[vars[first]];
          tx[vars[first]] = name;
          luck.stumble_sometimes();
          tx[vars[second]] = name;
          if (luck.one_in(4)) throw i;
        });
        committed[own][static_cast<std::size_t>(i)] = true;
      } catch (int) {
      } catch (const stm::max_retries_exceeded&) {
      }
      seen[own].push_back(found);
      seen[own].push_back(vars[second].load());
    }
  });
  int dirty = 0;
  for (const auto& each : seen)
    for (const int name : each)
      dirty += name != 0 && !committed[static_cast<std::size_t>((name - 1) / writes)]
                                      [static_cast<std::size_t>((name - 1) % writes)];
  CHECK(dirty == 0);
}
