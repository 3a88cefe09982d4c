// SPDX-License-Identifier: BSL-1.0
// A block does not see what it has written itself.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

TEST_CASE("a block sees its writes, however many variables it has touched") {
  for (const int others : {0, 1, 5, 6, 7, 8, 14, 15, 16, 40}) {
    CAPTURE(others);
    std::deque<stm::var<int>> fill(static_cast<std::size_t>(others));
    stm::var<int> read_first{1}, blind{1};
    stm::var<std::string> text{"one"};
    stm::atomically([&](stm::transaction& tx) {
      CHECK(*tx[read_first] == 1);
      tx[read_first] = 2;
      tx[blind] = 2;
      tx[text] = "two";
      for (auto& each : fill) tx[each] += 1;
      CHECK(*tx[read_first] == 2);
      CHECK(*tx[blind] == 2);
      CHECK(*tx[text] == "two");
      stm::atomically([&](stm::transaction& inner) {
        CHECK(*inner[blind] == 2);
        inner[blind] = 3;
        inner[text].edit([](std::string& s) { s += "!"; });
      });
      stm::read_only([&](stm::read_transaction& inner) {
        CHECK(*inner[blind] == 3);
        CHECK(*inner[text] == "two!");
      });
      for (auto& each : fill) CHECK(*tx[each] == 1);
    });
    CHECK(text.load() == "two!");
  }
}

TEST_CASE("a blind write is seen also when others have committed the variable since") {
  stm::var<int> v{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[v] = 1;
    support::elsewhere([&] { stm::atomically([&](stm::transaction& other) { other[v] = 5; }); });
    CHECK(*tx[v] == 1);
  });
  CHECK(v.load() == 1);
}

TEST_CASE("a block sees its own commits of checked-out values, and its erasures") {
  stm::store<std::string> store;
  stm::atomically([&](stm::transaction&) {
    store.commit({}, {"a", "b"}, [](auto& both) {
      both["a"] = "1";
      both["b"] = "2";
    });
    CHECK(*store.checkout("a") == "1");
    CHECK(store.erase("a"));
    CHECK_FALSE(store.checkout("a").has_value());
    CHECK(store.keys() == std::vector<std::string>{"b"});
  });
}

namespace {

/// Twenty numbers, twenty texts and twenty keys, and what they should be.
class world {
 public:
  explicit world(support::dice& luck) : luck_{luck} {}

  /// Does at random what a block can do, and compares all it sees with the model.
  void act(stm::transaction& tx, int depth) {
    for (int steps = luck_.below(25); steps >= 0; --steps) {
      const int i = luck_.below(size);
      switch (luck_.below(depth < 4 ? 8 : 6)) {
        case 0:
          expect(*tx[number(i)] == model_.number[at(i)]);
          break;
        case 1:
          tx[number(i)] = model_.number[at(i)] = luck_.below(100);
          break;
        case 2:
          tx[number(i)] += 1, model_.number[at(i)] += 1;
          break;
        case 3:
          expect(*tx[text(i)] == model_.text[at(i)]);
          break;
        case 4:
          change_text(tx, i);
          break;
        case 5:
          use_store(i);
          break;
        default:
          nest(depth);
          break;
      }
    }
  }
  /// Runs act() as a transaction, which sometimes fails in the end.
  void run() {
    const auto before = model_;
    try {
      stm::atomically([&](stm::transaction& tx) {
        model_ = before;
        act(tx, 0);
        if (luck_.one_in(4)) throw 1;
      });
    } catch (int) {
      model_ = before;
    }
    for (int i = 0; i < size; ++i) {
      expect(number(i).load() == model_.number[at(i)]);
      expect(text(i).load() == model_.text[at(i)]);
      expect(store_.var(i).load() == model_.stored[at(i)]);
    }
  }
  int wrong = 0;

 private:
  static constexpr int size = 20;
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  stm::var<int>& number(int i) { return numbers_[at(i)]; }
  stm::var<std::string>& text(int i) { return texts_[at(i)]; }
  void expect(bool holds) { wrong += !holds; }

  void change_text(stm::transaction& tx, int i) {
    const std::string letter(1, static_cast<char>('a' + luck_.below(26)));
    if (luck_.one_in(3)) {
      tx[text(i)] = model_.text[at(i)] = letter;
    } else {
      tx[text(i)].edit([&](std::string& s) { s += letter; });
      model_.text[at(i)] += letter;
    }
  }
  void use_store(int i) {
    auto handle = store_.checkout(i);
    auto& expected = model_.stored[at(i)];
    expect(handle.has_value() == expected.has_value() && *handle == expected.value_or(0));
    if (luck_.one_in(3)) {
      expect(store_.erase(i) == expected.has_value());
      expected.reset();
    } else {
      handle += 1;
      handle.commit();
      expected = expected.value_or(0) + 1;
    }
  }
  void nest(int depth) {
    const auto before = model_;
    try {
      stm::atomically([&](stm::transaction& inner) {
        act(inner, depth + 1);
        if (luck_.one_in(2)) throw 1;
      });
    } catch (int) {
      model_ = before;
    }
  }

  struct state {
    std::array<int, size> number{};
    std::array<std::string, size> text;
    std::array<std::optional<int>, size> stored;
  };
  support::dice& luck_;
  state model_;
  std::deque<stm::var<int>> numbers_ = std::deque<stm::var<int>>(size);
  std::deque<stm::var<std::string>> texts_ = std::deque<stm::var<std::string>>(size);
  stm::store<int, int> store_;
};

}  // namespace

TEST_CASE("whatever a block does, nested and taken back, it sees what it has done") {
  support::dice luck{0};
  world w{luck};
  for (int i = support::rounds(600); i > 0; --i) w.run();
  CHECK(w.wrong == 0);
}
