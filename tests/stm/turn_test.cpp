// SPDX-License-Identifier: BSL-1.0
// A transaction that has failed too often takes its turn, in which it cannot fail.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/statistics.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/fragile.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <stdexcept>
#include <string>

namespace {

constexpr int failures = static_cast<int>(stm::engine::limits::turn_after);

template <class T>
bool is_free(const stm::var<T>& v) {
  using namespace stm::engine;
  return (door::cell_of(v).word.load(std::memory_order_relaxed) & (locked_bit | reserved_bit)) == 0;
}
template <class T>
bool is_reserved(const stm::var<T>& v) {
  using namespace stm::engine;
  return (door::cell_of(v).word.load(std::memory_order_relaxed) & reserved_bit) != 0;
}

void add_elsewhere(stm::var<int>& v, int amount) {
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { tx[v] += amount; }); });
}

/// Lets a block fail until it has its turn.
class bad_luck {
 public:
  /// True: this run has the turn.
  bool strike(stm::transaction& tx) {
    const int seen = *tx[spoilt_];
    if (runs_++ < failures) add_elsewhere(spoilt_, 1);
    tx[spoilt_] = seen;
    return runs_ > failures;
  }
  [[nodiscard]] int runs() const { return runs_; }
  [[nodiscard]] bool is_over() const { return is_free(spoilt_); }

 private:
  int runs_ = 0;
  stm::var<int> spoilt_{0};
};

/// Whether others can commit all of them at the first try.
template <class... Vars>
bool are_given_back(Vars&... vars) {
  bool are_free = (is_free(vars) && ...);
  support::elsewhere([&] {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) { ((tx[vars] = *tx[vars]), ...); });
  });
  // And the turn is free as well.
  bad_luck bad;
  bool has_turn = false;
  stm::atomically([&](stm::transaction& tx) { has_turn = bad.strike(tx); });
  return are_free && has_turn;
}

}  // namespace

TEST_CASE("a transaction that others spoil again and again ends in its turn, which is counted") {
  stm::var<int> v{0};
  bad_luck bad;
  const auto before = stm::statistics();
  stm::atomically([&](stm::transaction& tx) {
    if (!bad.strike(tx)) return;
    ++tx[v];
    CHECK(is_reserved(v));
  });
  CHECK(bad.runs() == failures + 1);
  CHECK(v.load() == 1);
  CHECK(stm::statistics().turns - before.turns == 1);
  CHECK(stm::statistics().conflicts - before.conflicts == failures);
  CHECK(are_given_back(v));
}

TEST_CASE("a transaction of 1000 variables ends beside eight threads that change two each") {
  const support::deadline limit{"a long transaction beside short ones"};
  constexpr int size = 1000;
  std::deque<stm::var<int>> vars(size);
  std::atomic<int> long_ones_left{20};
  std::atomic<int> short_ones{0};
  support::in_threads(9, [&](int me) {
    if (me == 0) {
      for (; long_ones_left > 0; --long_ones_left)
        stm::atomically([&](stm::transaction& tx) {
          for (auto& each : vars) ++tx[each];
        });
      return;
    }
    int own = 0;
    for (int i = me; long_ones_left > 0; i += 17, ++own)
      stm::atomically([&](stm::transaction& tx) {
        ++tx[vars[static_cast<std::size_t>(i % size)]];
        ++tx[vars[static_cast<std::size_t>((i + size / 2) % size)]];
      });
    short_ones += own;
  });
  long sum = 0;
  for (auto& each : vars) {
    sum += each.load();
    REQUIRE(is_free(each));
  }
  CHECK(sum == 20L * size + 2L * short_ones);
}

TEST_CASE("two long transactions, to and fro, both end") {
  const support::deadline limit{"two long transactions"};
  constexpr std::size_t size = 300;
  constexpr int times = 100;
  std::deque<stm::var<int>> vars(size);
  support::in_threads(2, [&](int me) {
    for (int i = 0; i < times; ++i)
      stm::atomically([&](stm::transaction& tx) {
        for (std::size_t k = 0; k < size; ++k) ++tx[vars[me == 0 ? k : size - 1 - k]];
      });
  });
  for (auto& each : vars) REQUIRE(each.load() == 2 * times);
}

TEST_CASE("what a block has reserved is given back when it throws") {
  stm::var<int> read{0}, written{0}, blind{0};
  bad_luck bad;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    if (!bad.strike(tx)) return;
                    (void)*tx[read];
                    ++tx[written];
                    tx[blind] = 1;
                    CHECK(is_reserved(blind));
                    throw std::runtime_error{"back"};
                  }),
                  std::runtime_error);
  CHECK(are_given_back(read, written, blind));
  CHECK(written.load() == 0);
  CHECK(blind.load() == 0);
  CHECK(bad.is_over());
}

TEST_CASE("a block that waits in its turn gives all back before it sleeps, and then goes on") {
  const support::deadline limit{"a wait in a turn"};
  stm::var<int> signal{0}, other{0};
  bad_luck bad;
  support::gate has_turn;
  boost::thread waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      if (!bad.strike(tx)) return;
      ++tx[other];
      has_turn.open();
      tx.check(*tx[signal] == 1);
    });
  }};
  has_turn.pass();
  // Would wait for ever if the sleeper had kept its turn, or what it has reserved.
  stm::atomically([&](stm::transaction& tx) { tx[other] += 10; });
  stm::atomically([&](stm::transaction& tx) { tx[signal] = 1; });
  waiter.join();
  CHECK(other.load() == 11);
  CHECK(are_given_back(signal, other));
}

TEST_CASE("blind writes, nested blocks and what they take back are right in a turn") {
  stm::var<int> blind{0}, twice{0}, taken_back{7}, kept{0};
  stm::var<std::string> text{"a"};
  bad_luck bad;
  stm::atomically([&](stm::transaction& tx) {
    if (!bad.strike(tx)) return;
    tx[blind] = 5;
    tx[twice] = 1;
    try {
      stm::atomically([&](stm::transaction& inner) {
        inner[taken_back] = 8;
        inner[twice] = 2;
        inner[text] = "b";
        throw 1;
      });
    } catch (int) {
    }
    CHECK(*tx[taken_back] == 7);
    CHECK(*tx[twice] == 1);
    CHECK(*tx[text] == "a");
    stm::atomically([&](stm::transaction& inner) { inner[kept] = *inner[twice] + 1; });
    tx[text].edit([](std::string& s) { s += 'c'; });
  });
  CHECK(blind.load() == 5);
  CHECK(twice.load() == 1);
  CHECK(taken_back.load() == 7);
  CHECK(kept.load() == 2);
  CHECK(text.load() == "ac");
  CHECK(are_given_back(blind, twice, taken_back, kept, text));
}

TEST_CASE("a value whose copies throw in a turn leaves nothing reserved") {
  for (int nth = 1; nth < 6; ++nth) {
    CAPTURE(nth);
    stm::var<int> number{0};
    stm::var<support::fragile> value{support::fragile{1}};
    bad_luck bad;
    try {
      stm::atomically([&](stm::transaction& tx) {
        if (!bad.strike(tx)) return;
        ++tx[number];
        support::fragile::break_at(nth);
        tx[value].edit([](support::fragile& f) { ++f.value; });
        const support::fragile seen = *tx[value];
        tx[value] = seen;
      });
    } catch (const support::fragile::broken&) {
    }
    support::fragile::break_at(0);
    CHECK(is_free(number));
    CHECK(is_free(value));
    CHECK(are_given_back(number));
  }
}

TEST_CASE("snapshots and readers look at what is reserved, at its old value") {
  std::deque<stm::var<int>> vars(20);
  bad_luck bad;
  int sum = -1, value = -1;
  stm::atomically([&](stm::transaction& tx) {
    if (!bad.strike(tx)) return;
    for (auto& each : vars) ++tx[each];
    support::elsewhere([&] {
      sum = stm::read_only([&](stm::read_transaction& other) {
        int all = 0;
        for (auto& each : vars) all += *other[each];
        return all;
      });
      value = stm::read_only([&](stm::read_transaction& other) { return *other[vars[0]]; });
    });
  });
  CHECK(sum == 0);
  CHECK(value == 0);
  CHECK(vars[7].load() == 1);
}
