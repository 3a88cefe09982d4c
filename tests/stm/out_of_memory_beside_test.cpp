// SPDX-License-Identifier: BSL-1.0
// Memory that runs out in what a transaction does beside reading and writing.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/scarce_memory.hpp>

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace {

using support::without_memory_everywhere;

const std::string before(40, 'a'), after(40, 'b');

void set(stm::var<int>& v, int to) {
  stm::atomically([&](stm::transaction& tx) { tx[v] = to; });
}

}  // namespace

TEST_CASE("a commit that cannot keep what a snapshot sees changes nothing") {
  std::deque<stm::var<std::string>> texts;
  for (int i = 0; i < 200; ++i) texts.emplace_back(before);
  const auto all_are = [&](const std::string& text) {
    for (const auto& each : texts)
      if (each.load() != text) return false;
    return true;
  };
  stm::read_only([&](stm::read_transaction& tx) {
    for (const auto& each : texts) REQUIRE(*tx[each] == before);
    without_memory_everywhere(
        [&] {
          const stm::outside apart;
          stm::atomically([&](stm::transaction& o) {
            for (auto& each : texts) o[each] = after;
          });
        },
        [&] { return all_are(before); },
        [&] {
          stm::atomically([&](stm::transaction& o) {
            for (auto& each : texts) o[each].edit([](std::string&) {});
          });
        });
    for (const auto& each : texts) CHECK(*tx[each] == before);
  });
  CHECK(all_are(after));
}

TEST_CASE("a snapshot that cannot be opened ends in std::bad_alloc alone") {
  std::vector<stm::var<int>> many(20);
  int sum = 0;
  stm::read_only([&](stm::read_transaction& tx) {
    for (const auto& each : many) sum += *tx[each];  // From here on the slot's place is taken.
    without_memory_everywhere(
        [&] {
          const stm::outside apart;
          const std::string cost(100, 'c');  // So that one allocation at least can fail.
          sum = stm::read_only([&](stm::read_transaction& o) {
            int inner = static_cast<int>(cost.size());
            for (const auto& each : many) inner += *o[each];
            return inner;
          });
        },
        [&] { return sum == 0; }, [&] { set(many[0], 0); });
  });
  CHECK(sum == 100);
}

TEST_CASE("a block that cannot ask for a hook is taken back, and no hook of it runs") {
  stm::var<int> a{0};
  int hooks = 0;
  without_memory_everywhere(
      [&] {
        stm::atomically([&](stm::transaction& tx) {
          tx[a] = 1;
          for (int i = 0; i < 9; ++i) tx.on_commit([&] { ++hooks; });
        });
      },
      [&] { return a.load() == 0 && hooks == 0; }, [&] { set(a, 0); });
  CHECK(hooks == 9);
}

TEST_CASE("an alternative that runs out of memory is taken back with the whole") {
  stm::var<int> a{0};
  stm::var<std::string> text{before};
  without_memory_everywhere(
      [&] {
        stm::atomically(stm::or_else(
            [&](stm::transaction& tx) {
              tx[text] = after;
              tx.check(*tx[a] != 0);
            },
            [&](stm::transaction& tx) {
              tx[a] = 1;
              tx[text].edit([](std::string& s) { s += after; });
            }));
      },
      [&] { return a.load() == 0 && text.load() == before; }, [&] { set(a, 0); });
  CHECK(text.load() == before + after);
}

TEST_CASE("a wait that cannot begin leaves no trace") {
  stm::var<int> a{0};
  std::vector<stm::var<int>> others(20);
  bool is_through = false;
  without_memory_everywhere(
      [&] {
        int runs = 0;
        stm::atomically([&](stm::transaction& tx) {
          for (auto& each : others) (void)*tx[each];
          const bool is_first = *tx[a] == 0 && ++runs == 1;
          if (is_first) {
            const int left = std::exchange(support::allocations_left, 0);
            support::elsewhere([&] { set(a, 1); });
            support::allocations_left = left;
          }
          tx.check(!is_first);
        });
        is_through = true;
      },
      [&] { return !is_through; }, [&] { set(a, 0); });
  CHECK(is_through);
}

TEST_CASE("a transaction that runs out of memory in its turn gives the turn back") {
  std::deque<stm::var<std::string>> texts;
  for (int i = 0; i < 12; ++i) texts.emplace_back(before);
  const auto add_elsewhere = [&] {
    const int left = std::exchange(support::allocations_left, 0);
    support::elsewhere([&] {
      stm::atomically([&](stm::transaction& o) { o[texts[0]].edit([](std::string&) {}); });
    });
    support::allocations_left = left;
  };
  without_memory_everywhere(
      [&] {
        int runs = 0;
        stm::atomically([&](stm::transaction& tx) {
          for (auto& each : texts) tx[each] = after + *tx[each];
          if (++runs <= 16) add_elsewhere();
        });
        CHECK(runs == 17);
      },
      [&] { return texts[0].load() == before && texts[11].load() == before; },
      [&] {
        stm::atomically({.max_tries = 1}, [&](stm::transaction& o) {
          for (auto& each : texts) o[each].edit([](std::string&) {});
        });
      });
  CHECK(texts[11].load() == after + before);
}
