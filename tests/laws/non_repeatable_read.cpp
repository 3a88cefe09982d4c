// SPDX-License-Identifier: BSL-1.0
// A block reads a variable twice and gets two different values.
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

namespace {

template <class T>
void set_elsewhere(stm::var<T>& v, T to) {
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { tx[v] = to; }); });
}

/// Reads `others` variables, then one twice, which is changed in between. Counts the runs in which
/// the second value was another than the first.
int differences(auto run, int others) {
  std::deque<stm::var<int>> fill(static_cast<std::size_t>(others));
  stm::var<int> number{1};
  stm::var<std::string> text{"one"};
  int different = 0, runs = 0;
  run([&](auto& tx) {
    for (auto& each : fill) (void)*tx[each];
    const int first_number = *tx[number];
    const std::string first_text = *tx[text];
    if (runs++ == 0) {
      set_elsewhere(number, 2);
      set_elsewhere(text, std::string{"two"});
    }
    different += *tx[number] != first_number;
    different += *tx[text] != first_text;
  });
  return different;
}

const auto updating = [](auto block) { stm::atomically(block); };
const auto reading = [](auto block) { stm::read_only(block); };
const auto reading_inside = [](auto block) {
  stm::atomically([&](stm::transaction&) { stm::read_only(block); });
};
const auto updating_inside = [](auto block) {
  stm::read_only([&](stm::read_transaction&) { stm::atomically(block); });
};

}  // namespace

TEST_CASE("a block that reads twice reads the same, or is run again") {
  for (const int others : {0, 1, 4, 5, 6, 7, 8, 14, 15, 16, 40}) {
    CAPTURE(others);
    CHECK(differences(updating, others) == 0);
    CHECK(differences(reading, others) == 0);
    CHECK(differences(reading_inside, others) == 0);
    CHECK(differences(updating_inside, others) == 0);
  }
}

TEST_CASE("a block that checks a key out twice gets the same, or is run again") {
  stm::store<int> store;
  int different = 0, runs = 0;
  stm::atomically([&](stm::transaction&) {
    const auto first = store.checkout("key");
    if (runs++ == 0)
      support::elsewhere([&] { store.commit({}, {"key"}, [](auto& one) { one["key"] = 1; }); });
    const auto second = store.checkout("key");
    different += first.version() != second.version() || *first != *second;
  });
  CHECK(different == 0);
}

TEST_CASE("no order of two reads and a commit makes them different") {
  for (const int others : {0, 7}) {
    std::deque<stm::var<int>> fill(static_cast<std::size_t>(others));
    stm::var<int> number{0};
    stm::var<std::string> text{""};
    int different = 0;
    const auto read_twice = [&](auto& tx) {
      for (auto& each : fill) (void)*tx[each];
      const int first_number = *tx[number];
      const std::string first_text = *tx[text];
      different += *tx[number] != first_number || *tx[text] != first_text;
    };
    const auto write = [&] {
      stm::atomically([&](stm::transaction& tx) {
        ++tx[number];
        tx[text].edit([](std::string& s) { s = std::to_string(s.size()); });
      });
    };
    const auto nothing = [] {};
    const auto check = [&] { REQUIRE(different == 0); };
    laws::in_all_orders(
        nothing, [&] { stm::read_only(read_twice); }, write, check);
    laws::in_all_orders(
        nothing, [&] { stm::atomically(read_twice); }, write, check);
  }
}

TEST_CASE("many that read twice beside writers read the same twice") {
  std::deque<stm::var<int>> vars(12);
  std::atomic<int> different{0};
  const int rounds = support::rounds(8000);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      const auto at = [&]() -> stm::var<int>& {
        return vars[static_cast<std::size_t>(luck.below(12))];
      };
      if (me % 2) {
        stm::atomically([&](stm::transaction& tx) { tx[at()] += 1, tx[at()] += 1; });
        continue;
      }
      stm::read_only([&](stm::read_transaction& tx) {
        auto& chosen = at();
        const int first = *tx[chosen];
        for (int others = luck.below(14); others > 0; --others) (void)*tx[at()];
        luck.stumble_sometimes();
        different += *tx[chosen] != first;
      });
    }
  });
  CHECK(different == 0);
}
