// SPDX-License-Identifier: BSL-1.0
// Memory that runs out in what a transaction does beside reading and writing.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/scarce_memory.hpp>
#include <tests/support/set.hpp>

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace {

using support::without_memory_everywhere;

const std::string old_text(40, 'a'), new_text(40, 'b');

using support::set;

}  // namespace

TEST_CASE("a commit that cannot keep what a snapshot sees changes nothing") {
  std::deque<stm::var<std::string>> texts;
  for (int i = 0; i < 200; ++i) texts.emplace_back(old_text);
  const auto all_are = [&](const std::string& text) {
    for (const auto& each : texts)
      if (each.load() != text) return false;
    return true;
  };
  stm::read_only([&](stm::read_transaction& tx) {
    for (const auto& each : texts) REQUIRE(*tx[each] == old_text);
    without_memory_everywhere(
        [&] {
          const stm::outside apart;
          stm::atomically([&](stm::transaction& o) {
            for (auto& each : texts) o[each] = new_text;
          });
        },
        [&] { return all_are(old_text); },
        [&] {
          stm::atomically([&](stm::transaction& o) {
            for (auto& each : texts) o[each].edit([](std::string&) {});
          });
        });
    for (const auto& each : texts) CHECK(*tx[each] == old_text);
  });
  CHECK(all_are(new_text));
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
  stm::var<std::string> text{old_text};
  without_memory_everywhere(
      [&] {
        stm::atomically(stm::or_else(
            [&](stm::transaction& tx) {
              tx[text] = new_text;
              tx.check(*tx[a] != 0);
            },
            [&](stm::transaction& tx) {
              tx[a] = 1;
              tx[text].edit([](std::string& s) { s += new_text; });
            }));
      },
      [&] { return a.load() == 0 && text.load() == old_text; }, [&] { set(a, 0); });
  CHECK(text.load() == old_text + new_text);
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
  for (int i = 0; i < 12; ++i) texts.emplace_back(old_text);
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
          for (auto& each : texts) tx[each] = new_text + *tx[each];
          if (++runs <= 16) add_elsewhere();
        });
        CHECK(runs == 17);
      },
      [&] { return texts[0].load() == old_text && texts[11].load() == old_text; },
      [&] {
        stm::atomically({.max_tries = 1}, [&](stm::transaction& o) {
          for (auto& each : texts) o[each].edit([](std::string&) {});
        });
      });
  CHECK(texts[11].load() == new_text + old_text);
}
