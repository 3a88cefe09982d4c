// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/engine/limits.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>

#include <deque>
#include <stdexcept>
#include <string>

namespace {

/// Variables enough for a log of any kind; a commit from elsewhere changes the first and the last.
struct world {
  explicit world(int size) : vars(static_cast<std::size_t>(size)) {}

  /// Reads all but the last, is overtaken, and reads the last: which fails, and is swallowed.
  template <class Tx>
  void fail_and_swallow(Tx& tx) {
    for (std::size_t i = 0; i + 1 < vars.size(); ++i) (void)*tx[vars[i]];
    overtake();
    try {
      (void)*tx[vars.back()];
      FAIL("the read has to fail");
    } catch (...) {
    }
  }
  /// The same where no read can fail: whether all values are still those of one moment.
  bool is_overtaken_without_harm(stm::read_transaction& tx) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < vars.size(); ++i) sum += *tx[vars[i]];
    overtake();
    return sum == *tx[vars.front()] && *tx[vars.back()] == sum;
  }
  std::deque<stm::var<int>> vars;

 private:
  void overtake() {
    support::elsewhere([&] {
      stm::atomically([&](stm::transaction& other) {
        ++other[vars.front()];
        ++other[vars.back()];
      });
    });
  }
};

template <class Read>
bool fails(Read read) {
  try {
    read();
    return false;
  } catch (...) {
    return true;
  }
}

constexpr int few = static_cast<int>(stm::engine::limits::small_log);
constexpr int read_sizes[] = {2, 7, 8, 9, 16, 17, 40};
// With more variables a read-only block reads the last one in a snapshot of an earlier moment.
constexpr int sizes_that_can_fail_to_read[] = {2, few - 1, few, few + 1};

}  // namespace

TEST_CASE("an attempt that has failed never commits, even if the failure is swallowed") {
  for (const int size : read_sizes) {
    CAPTURE(size);
    world w{size};
    stm::var<int> target{0};
    int runs = 0;
    stm::atomically([&](stm::transaction& tx) {
      tx[target] = ++runs;
      if (runs == 1) w.fail_and_swallow(tx);
    });
    CHECK(runs == 2);
    CHECK(target.load() == 2);
  }
}

TEST_CASE("a small read-only block whose failed read was swallowed runs once more and no more") {
  for (const int size : sizes_that_can_fail_to_read) {
    CAPTURE(size);
    world w{size};
    int runs = 0;
    const int result = stm::read_only([&](stm::read_transaction& tx) {
      if (++runs == 1)
        w.fail_and_swallow(tx);
      else
        CHECK(w.is_overtaken_without_harm(tx));
      return runs;
    });
    CHECK(runs == 2);
    CHECK(result == 2);
  }
}

TEST_CASE("a read-only block over more variables never fails") {
  for (const int size : {few + 2, 16, 17, 40, 1000}) {
    CAPTURE(size);
    world w{size};
    int runs = 0;
    stm::read_only([&](stm::read_transaction& tx) {
      ++runs;
      for (int times = 0; times < 3; ++times) CHECK(w.is_overtaken_without_harm(tx));
    });
    CHECK(runs == 1);
    CHECK(w.vars.front().load() == 3);
  }
}

TEST_CASE("once an attempt has failed every read of it fails, also of what it has read before") {
  for (const int size : read_sizes) {
    CAPTURE(size);
    world w{size};
    stm::var<int> fresh{0};
    int runs = 0;
    stm::atomically([&](stm::transaction& tx) {
      if (++runs > 1) return;
      w.fail_and_swallow(tx);
      CHECK(fails([&] { (void)*tx[w.vars.back()]; }));
      CHECK(fails([&] { (void)*tx[fresh]; }));
      CHECK(fails([&] { (void)*tx[w.vars.front()]; }));
    });
    CHECK(runs == 2);
  }
}

TEST_CASE("once an attempt has failed every write of it fails") {
  for (const int size : read_sizes) {
    CAPTURE(size);
    world w{size};
    stm::var<std::string> text{"before"};
    stm::var<int> fresh{0};
    int runs = 0;
    stm::atomically([&](stm::transaction& tx) {
      if (++runs > 1) return;
      w.fail_and_swallow(tx);
      CHECK(fails([&] { tx[w.vars.front()] = 1; }));
      CHECK(fails([&] { tx[fresh] = 1; }));
      CHECK(fails([&] { tx[text] = "after"; }));
    });
    CHECK(fresh.load() == 0);
    CHECK(text.load() == "before");
  }
}

TEST_CASE(
    "an exception thrown after a swallowed failure is not delivered: it may come of nonsense") {
  for (const int size : read_sizes) {
    CAPTURE(size);
    world w{size};
    int runs = 0;
    const auto block = [&](stm::transaction& tx) {
      if (++runs > 1) return;
      w.fail_and_swallow(tx);
      throw std::runtime_error{"out of an attempt that has failed"};
    };
    CHECK_NOTHROW(stm::atomically(block));
    CHECK(runs == 2);
  }
  for (const int size : sizes_that_can_fail_to_read) {
    CAPTURE(size);
    world w{size};
    int runs = 0;
    CHECK_NOTHROW(stm::read_only([&](stm::read_transaction& tx) {
      if (++runs > 1) return;
      w.fail_and_swallow(tx);
      throw std::runtime_error{"out of an attempt that has failed"};
    }));
    CHECK(runs == 2);
  }
}

TEST_CASE("a nested block that swallows a failure does not save the outer one") {
  world w{3};
  stm::var<int> target{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[target] = ++runs;
    if (runs > 1) return;
    try {
      stm::atomically([&](stm::transaction& inner) { w.fail_and_swallow(inner); });
    } catch (...) {
    }
  });
  CHECK(runs == 2);
  CHECK(target.load() == 2);
}

TEST_CASE("a store's operation in an attempt that has failed fails too") {
  world w{20};
  stm::store<int> bank;
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    if (++runs > 1) return;
    w.fail_and_swallow(tx);
    CHECK(fails([&] { (void)bank.checkout("fred"); }));
    CHECK(fails([&] { (void)bank.keys(); }));
    CHECK(fails([&] { (void)bank.contains("fred"); }));
    CHECK(fails([&] { (void)bank.erase("fred"); }));
  });
  CHECK(runs == 2);
}

TEST_CASE("the handlers for errors do not see a failed attempt") {
  world w{3};
  int runs = 0, seen = 0;
  stm::atomically([&](stm::transaction& tx) {
    if (++runs > 1) return;
    try {
      for (std::size_t i = 0; i < 2; ++i) (void)*tx[w.vars[i]];
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) { ++other[w.vars.front()]; });
      });
      (void)*tx[w.vars.back()];
    } catch (const std::exception&) {
      ++seen;
    }
  });
  CHECK(runs == 2);
  CHECK(seen == 0);
}
