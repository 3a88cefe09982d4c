// SPDX-License-Identifier: BSL-1.0
// A bounded queue that is emptied and then asked for its length in one transaction counts what it
// no longer has, or finds no room that it has (haskell/stm#76).
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <deque>
#include <vector>

using orders::must;

namespace {

/// A ring of variables, as one would write it.
class bounded_queue {
 public:
  explicit bounded_queue(std::size_t size) : ring_(size) {}

  [[nodiscard]] bool try_push(int item) {
    return stm::atomically([&](stm::transaction& tx) {
      if (length() == ring_.size()) return false;
      tx[ring_[*tx[pushed_] % ring_.size()]] = item;
      ++tx[pushed_];
      return true;
    });
  }
  [[nodiscard]] int pop() {  // 0: it is empty
    return stm::atomically([&](stm::transaction& tx) {
      if (length() == 0) return 0;
      ++tx[popped_];
      return *tx[ring_[(*tx[popped_] - 1) % ring_.size()]];
    });
  }
  [[nodiscard]] std::vector<int> flush() {
    return stm::atomically([&](stm::transaction&) {
      std::vector<int> all;
      while (length() > 0) all.push_back(pop());
      return all;
    });
  }
  [[nodiscard]] std::size_t length() const {
    return stm::read_only([&](stm::read_transaction& tx) { return *tx[pushed_] - *tx[popped_]; });
  }

 private:
  std::deque<stm::var<int>> ring_;
  stm::var<std::size_t> pushed_{0}, popped_{0};
};

std::vector<int> filled(bounded_queue& queue, int from) {
  std::vector<int> all;
  for (int item = from; queue.try_push(item); ++item) all.push_back(item);
  return all;
}

}  // namespace

TEST_CASE("a queue that is flushed has no length, and all its room, in the same transaction") {
  bounded_queue queue{5};
  for (int round = 1; round < 8; ++round) {
    const bool is_right = stm::atomically([&](stm::transaction&) {
      if (filled(queue, round).size() != 5 || queue.length() != 5) return false;
      if (queue.flush().size() != 5 || queue.length() != 0 || !queue.flush().empty()) return false;
      return filled(queue, 10 * round).size() == 5 && queue.pop() == 10 * round &&
             queue.length() == 4 && queue.flush().front() == 10 * round + 1 &&
             queue.length() == 0 && queue.try_push(round) && queue.pop() == round;
    });
    CHECK(is_right);
    CHECK(queue.length() == 0);
  }
}

TEST_CASE("a flush that is taken back with its block has flushed nothing") {
  bounded_queue queue{3};
  const std::vector<int> all = filled(queue, 1);
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                    must(queue.flush() == all && queue.length() == 0, "a flush has left something");
                    must(queue.try_push(9) && queue.length() == 1, "no room");
                    throw 1;
                  }),
                  int);
  CHECK(queue.length() == 3);
  CHECK(queue.flush() == all);
}

TEST_CASE("beside those who push, who flushes gets all items once and in order") {
  const support::deadline limit{"a queue is flushed"};
  bounded_queue queue{4};
  const int items = support::rounds(300);
  int next = 1;
  support::in_threads(2, [&](int me) {
    const support::dice luck{me};
    if (me == 0) {
      for (int item = 1; item <= items; ++item)
        while (!queue.try_push(item)) std::this_thread::yield();
    } else {
      while (next <= items) {
        const std::vector<int> some = stm::atomically([&](stm::transaction&) {
          auto got = queue.flush();
          must(queue.length() == 0, "a queue miscounts what it has flushed");
          return got;
        });
        for (const int item : some) must(item == next++, "an item is lost, or twice there");
      }
    }
  });
  CHECK(next == items + 1);
}
