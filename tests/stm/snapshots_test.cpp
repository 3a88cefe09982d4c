// SPDX-License-Identifier: BSL-1.0
// Read-only blocks that go on in a snapshot: what they see, and how often they run.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/outside.hpp>
#include <stm/statistics.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/set.hpp>
#include <tests/support/start_line.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int sizes[] = {8, 9, 17, 1000, 100'000};

/// Variables whose sum is always 0: each commit takes from one what it gives to another.
class balanced {
 public:
  explicit balanced(int size) : vars_(static_cast<std::size_t>(size)) {}

  void move(int from, int to) {
    stm::atomically([&](stm::transaction& tx) {
      --tx[at(from)];
      ++tx[at(to)];
    });
  }
  template <class Tx>
  [[nodiscard]] int sum(Tx& tx) const {
    int all = 0;
    for (const auto& each : vars_) all += *tx[each];
    return all;
  }
  [[nodiscard]] int size() const { return static_cast<int>(vars_.size()); }

 private:
  stm::var<int>& at(int i) { return vars_[static_cast<std::size_t>(i)]; }

  std::deque<stm::var<int>> vars_;
};

using support::set_elsewhere;

/// More variables than a look without a snapshot takes.
struct enough_variables {
  std::deque<stm::var<int>> vars = std::deque<stm::var<int>>(9);

  /// From here on the block is in a snapshot.
  void read_all(stm::read_transaction& tx) {
    for (auto& each : vars) (void)*tx[each];
  }
};

}  // namespace

TEST_CASE(
    "a look at any number of variables beside writers is of one moment, in two runs at most") {
  for (const int size : sizes) {
    CAPTURE(size);
    const support::deadline limit{"looks beside writers"};
    balanced all{size};
    const int looks = size > 10'000 ? 5 : 200;
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0}, most_runs{0};
    support::in_threads(3, [&](int me) {
      if (me != 0) {
        for (int i = me; !is_over; i += 7) all.move(i % size, (i + 3) % size);
        return;
      }
      for (int i = 0; i < looks; ++i) {
        int runs = 0;
        wrong += stm::read_only([&](stm::read_transaction& tx) {
                   ++runs;
                   return all.sum(tx);
                 }) != 0;
        most_runs = std::max(most_runs.load(), runs);
      }
      is_over = true;
    });
    CHECK(wrong == 0);
    CHECK(most_runs <= 2);
  }
}

TEST_CASE("a block that meets a commit runs once more, and then cannot fail") {
  for (const int size : {2, 8, 9, 17, 1000}) {
    CAPTURE(size);
    balanced all{size};
    int runs = 0, wrong = 0;
    stm::read_only([&](stm::read_transaction& tx) {
      ++runs;
      const int before = all.sum(tx);
      for (int i = 0; i < 20; ++i) {
        support::elsewhere([&] { all.move(i % size, (i + 1) % size); });
        wrong += all.sum(tx) != before;
      }
    });
    CHECK(wrong == 0);
    CHECK(runs <= 2);
  }
}

TEST_CASE("a block that is in a snapshot sees old values however often they are replaced") {
  enough_variables many;
  stm::var<int> number{1};
  stm::var<std::string> text{std::string(50, 'a')};
  stm::var<std::shared_ptr<const int>> shared{std::make_shared<const int>(1)};
  int runs = 0, changed = 0;
  stm::read_only([&](stm::read_transaction& tx) {
    ++runs;
    many.read_all(tx);
    const std::string& seen = *tx[text];
    for (int i = 2; i < 500; ++i) {
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) {
          other[number] = i;
          other[text] = std::string(50, static_cast<char>('a' + i % 26));
          other[shared] = std::make_shared<const int>(i);
        });
      });
      changed += *tx[number] != 1 || *tx[text] != std::string(50, 'a') || **tx[shared] != 1;
      changed += seen != std::string(50, 'a') || &seen != &*tx[text];
    }
  });
  CHECK(runs == 1);
  CHECK(changed == 0);
  CHECK(number.load() == 499);
}

TEST_CASE("a reader that pauses in its snapshot delays no writer, and sees what it saw") {
  const support::deadline limit{"writers beside a paused reader"};
  enough_variables many;
  stm::var<std::string> text{"old"};
  support::gate pause;
  std::string seen;
  std::thread reader{[&] {
    seen = stm::read_only([&](stm::read_transaction& tx) {
      many.read_all(tx);
      pause.pass();
      return *tx[text];
    });
  }};
  pause.wait_for();
  for (int i = 0; i < 10'000; ++i)
    stm::atomically([&](stm::transaction& tx) { tx[text] = std::to_string(i); });
  CHECK(text.load() == "9999");
  pause.open();
  reader.join();
  CHECK(seen == "old");
}

TEST_CASE("a snapshot inside another one, outside it, is newer; the outer one stays as it was") {
  enough_variables many;
  stm::var<int> number{1};
  stm::var<std::string> text{"1"};
  int wrong = 0;
  stm::read_only([&](stm::read_transaction& outer) {
    many.read_all(outer);
    wrong += *outer[number] != 1;
    for (int i = 2; i < 10; ++i) {
      set_elsewhere(number, i);
      set_elsewhere(text, std::to_string(i));
      {
        const stm::outside here;
        stm::read_only([&](stm::read_transaction& inner) {
          many.read_all(inner);
          wrong += *inner[number] != i || *inner[text] != std::to_string(i);
          set_elsewhere(number, 0);
          {
            const stm::outside further;
            stm::read_only([&](stm::read_transaction& innermost) {
              many.read_all(innermost);
              wrong += *innermost[number] != 0 || *innermost[text] != std::to_string(i);
            });
          }
          wrong += *inner[number] != i;
        });
      }
      wrong += *outer[number] != 1 || *outer[text] != "1";
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("a block inside a snapshot reads what the snapshot sees, and cannot write") {
  enough_variables many;
  stm::var<int> number{1};
  stm::read_only([&](stm::read_transaction& tx) {
    many.read_all(tx);
    set_elsewhere(number, 2);
    CHECK(stm::atomically([&](stm::transaction& inner) { return *inner[number]; }) == 1);
    CHECK(stm::read_only([&](stm::read_transaction& inner) { return *inner[number]; }) == 1);
    CHECK(number.load() == 2);
    CHECK_THROWS_AS(
        stm::atomically([&](stm::transaction& inner) { inner[number] = 3; }), std::logic_error);
    CHECK(*tx[number] == 1);
  });
  CHECK(number.load() == 2);
}

TEST_CASE("an exception out of a snapshot reaches the caller, and the snapshot is over") {
  enough_variables many;
  stm::var<int> number{1};
  const auto before = stm::statistics();
  CHECK_THROWS_AS(stm::read_only([&](stm::read_transaction& tx) {
                    many.read_all(tx);
                    set_elsewhere(number, 2);
                    if (*tx[number] == 1) throw std::out_of_range{"old"};
                  }),
                  std::out_of_range);
  const auto after = stm::statistics();
  CHECK(after.snapshots - before.snapshots == 1);
  CHECK(after.exceptions - before.exceptions == 1);
  set_elsewhere(number, 3);
  CHECK(stm::read_only([&](stm::read_transaction& tx) {
          many.read_all(tx);
          return *tx[number];
        }) == 3);
}

TEST_CASE("more than 64 threads may have a snapshot open at once, each with a moment of its own") {
  constexpr int threads = 80;
  const support::deadline limit{"80 snapshots at once"};
  enough_variables many;
  stm::var<int> number{0};
  stm::var<std::string> text{"0"};
  support::start_line all_inside{threads};
  std::deque<support::gate> is_open(threads);
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < threads; ++i) {
    auto& own_gate = is_open[static_cast<std::size_t>(i)];
    readers.emplace_back([&, i] {
      stm::read_only([&](stm::read_transaction& tx) {
        many.read_all(tx);
        own_gate.pass();
        all_inside.wait();
        wrong += *tx[number] != i || *tx[text] != std::to_string(i);
      });
    });
    own_gate.wait_for();
    stm::atomically([&](stm::transaction& tx) {
      tx[number] = i + 1;
      tx[text] = std::to_string(i + 1);
    });
    own_gate.open();
  }
  for (auto& each : readers) each.join();
  CHECK(wrong == 0);
}

TEST_CASE("threads that come and go with their snapshots leave nothing in the way") {
  enough_variables many;
  stm::var<std::string> text{"0"};
  for (int i = 0; i < 200; ++i) {
    std::string seen;
    support::elsewhere([&] {
      stm::read_only([&](stm::read_transaction& tx) {
        many.read_all(tx);
        set_elsewhere(text, std::to_string(i + 1));
        seen = *tx[text];
      });
    });
    REQUIRE(seen == std::to_string(i));
  }
}
