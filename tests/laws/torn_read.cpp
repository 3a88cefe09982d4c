// SPDX-License-Identifier: BSL-1.0
// A reader gets half of one value and half of another, or a value with another's version.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>

namespace {

struct small {
  int left = 0, right = 0;
  explicit small(int both = 0) : left{both}, right{both} {}
  [[nodiscard]] bool is_whole() const { return left == right; }
  [[nodiscard]] int number() const { return left; }
};
struct wide {
  std::array<int, 16> parts{};
  explicit wide(int all = 0) { parts.fill(all); }
  [[nodiscard]] bool is_whole() const {
    for (const int each : parts)
      if (each != parts[0]) return false;
    return true;
  }
  [[nodiscard]] int number() const { return parts[0]; }
};
struct text {
  std::string letters;
  explicit text(int n = 0) : letters(static_cast<std::size_t>(n % 50 + 1), 'a') {
    letters += std::to_string(n);
  }
  [[nodiscard]] bool is_whole() const { return letters == text{number()}.letters; }
  [[nodiscard]] int number() const {
    return std::stoi(letters.substr(letters.find_first_not_of('a')));
  }
};

}  // namespace

TEST_CASE_TEMPLATE("no step of a read is too late for a commit to be seen whole", T, small, wide,
                   text) {
  stm::var<T> v;
  bool is_whole = false;
  const auto write = [&](int n) { stm::atomically([&](stm::transaction& tx) { tx[v] = T{n}; }); };
  const auto commits = [&] { write(1), write(2), write(3); };
  const auto check = [&] { REQUIRE(is_whole); };
  const auto prepare = [&] { is_whole = false; };
  laws::at_each_step(
      prepare, [&] { is_whole = v.load().is_whole(); }, commits, check);
  laws::at_each_step(
      prepare,
      [&] {
        is_whole = stm::read_only([&](stm::read_transaction& tx) { return tx[v]->is_whole(); });
      },
      commits, check);
  laws::at_each_step(
      prepare,
      [&] {
        is_whole = stm::atomically([&](stm::transaction& tx) {
          const T seen = *tx[v];
          return seen.is_whole();
        });
      },
      commits, check);
}

TEST_CASE("no order of a checkout and commits gives a value another's version") {
  stm::store<int> store;
  std::map<std::uint64_t, int> committed;
  std::uint64_t version = 0;
  int value = 0;
  laws::in_all_orders(
      [&] {
        store.commit({}, {"key"}, [](auto& one) { one["key"] = 0; });
        committed = {{store.checkout("key").version(), 0}};
      },
      [&] {
        const auto seen = store.checkout("key");
        version = seen.version();
        value = *seen;
      },
      [&] {
        auto v = store.checkout("key");
        for (int i = 1; i < 4; ++i) {
          v = i;
          v.commit();
          committed[v.version()] = i;
        }
      },
      [&] {
        REQUIRE(committed.count(version) == 1);
        REQUIRE(committed[version] == value);
      });
}

TEST_CASE_TEMPLATE("readers beside writers see whole values only", T, small, wide, text) {
  stm::var<T> v;
  stm::store<T> store;
  std::atomic<int> torn{0};
  const int rounds = support::rounds(4000);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      if (me % 2 == 0) {
        stm::atomically([&](stm::transaction& tx) {
          tx[v] = T{luck.below(1000)};
          luck.stumble_sometimes();
          tx[store.var("key")] = *tx[v];
        });
      } else {
        torn += !v.load().is_whole();
        torn += !store.checkout("key")->is_whole();
        torn += !stm::read_only([&](stm::read_transaction& tx) {
          const auto& in_store = *tx[store.var("key")];
          luck.stumble_sometimes();
          return !in_store || in_store->number() == tx[v]->number();
        });
      }
    }
  });
  CHECK(torn == 0);
}

TEST_CASE("of one thread's checkouts the versions never decrease, and equal ones are equal") {
  stm::store<int> store;
  std::atomic<int> wrong{0};
  const int rounds = support::rounds(10000);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    std::uint64_t last_version = 0;
    int last_value = 0;
    for (int i = 0; i < rounds; ++i) {
      auto v = store.checkout("key");
      wrong += v.version() < last_version;
      wrong += v.version() == last_version && *v != last_value;
      if (me % 2 == 0) {
        const auto held = v.version();
        v = me * rounds + i + 1;
        wrong += v.try_commit() && v.version() <= held;
      }
      if (!v.is_edited()) {
        last_version = v.version();
        last_value = *v;
      }
    }
  });
  CHECK(wrong == 0);
}
