// SPDX-License-Identifier: BSL-1.0
// A thread may end after any step of its work: what it has begun others go on with, or nobody.
#include <doctest/doctest.h>

#include <stm/engine/sync.hpp>
#include <stm/stm.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/replaced_new.hpp>
#include <tests/support/start_line.hpp>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>

namespace {

/// Work of many steps, which keeps a handle, a changeset and a snapshot between them.
class errand {
 public:
  static constexpr std::size_t length = 10;

  void go(std::size_t from, std::size_t until) {
    for (; from < until; ++from) {
      // In one expression the UBSan of GCC 12 takes the address for the index.
      const auto step = steps[from];
      (this->*step)();
    }
  }
  /// What has come of it. After the last step it is the same, however many threads made the steps.
  [[nodiscard]] std::string told() {
    std::string all = text_.load() + " in " + std::to_string(blocks_.load());
    for (const char* key : {"bread", "milk"}) {
      const auto found = store_.checkout(key);
      all += found.has_value() ? ", " + *found : ", none";
    }
    return all;
  }

 private:
  using store = stm::store<std::string>;

  void put_bread() {
    store_.commit({}, {"bread"}, [](auto& it) { it["bread"] = "bread, white or brown, a loaf"; });
  }
  void write() {
    stm::atomically([&](stm::transaction& tx) {
      tx[text_] = "a text that is too long for a word";
      ++tx[blocks_];
    });
  }
  void take_bread() { handle_.emplace(store_.checkout("bread")); }
  void take_both() { both_.emplace(store_.checkout("bread", "milk")); }
  void take_all() { all_.emplace(store_.snapshot()); }
  void slice() { *handle_ = **handle_ + ", sliced"; }
  void bring_bread() { handle_->commit(); }
  void come_too_late() {
    (*both_)["milk"] = "two pints of the day before";
    if (!both_->try_commit()) both_.reset();
  }
  void bring_milk() {
    stm::atomically([&](stm::transaction& tx) {
      ++tx[blocks_];
      const auto changed = all_->pull_updates().size();
      tx[store_.var("milk")] = "milk, and " + std::to_string(changed) + " changes since";
    });
  }
  void wait_in_vain() {
    const stm::retry_policy soon{.timeout = std::chrono::milliseconds{1}};
    try {
      stm::atomically(soon, [&](stm::transaction& tx) { tx.check(*tx[blocks_] > 5); });
    } catch (const stm::retry_timeout_exceeded&) {
    }
  }

  static constexpr void (errand::*steps[])() = {
      &errand::put_bread,  &errand::write,       &errand::take_bread,  &errand::take_both,
      &errand::take_all,   &errand::slice,       &errand::bring_bread, &errand::come_too_late,
      &errand::bring_milk, &errand::wait_in_vain};

  store store_;
  stm::var<std::string> text_{""};
  stm::var<int> blocks_{0};
  std::optional<stm::value<std::string>> handle_;
  std::optional<stm::changeset<std::string>> both_;
  std::optional<store::snapshot_type> all_;
};

std::string told_by_one_thread() {
  errand all;
  all.go(0, errand::length);
  return all.told();
}

}  // namespace

TEST_CASE("a thread may end after any step, and another one goes on with its work") {
  const std::string expected = told_by_one_thread();
  for (std::size_t n = 0; n <= errand::length; ++n) {
    errand one;
    support::elsewhere([&] { one.go(0, n); });
    support::elsewhere([&] { one.go(n, errand::length); });
    CHECK(one.told() == expected);
  }
}

TEST_CASE("a thread may be ended by an interruption after any step") {
  const std::string expected = told_by_one_thread();
  for (std::size_t n = 0; n <= errand::length; ++n) {
    errand one;
    boost::thread{[&] {
      one.go(0, n);
      throw boost::thread_interrupted{};
    }}.join();
    one.go(n, errand::length);
    CHECK(one.told() == expected);
  }
}

TEST_CASE("after any step a thread's own object may go on while the thread ends") {
  struct finisher {
    errand* unfinished = nullptr;
    std::size_t done = 0;
    ~finisher() { unfinished->go(done, errand::length); }
  };
  const std::string expected = told_by_one_thread();
  for (std::size_t n = 0; n <= errand::length; ++n) {
    errand one;
    support::elsewhere([&] {
      // Made before this thread's first transaction, so it outlives what the engine keeps for it.
      static thread_local finisher last;
      last.unfinished = &one;
      one.go(0, n);
      last.done = n;
    });
    CHECK(one.told() == expected);
  }
}

TEST_CASE("a thread that sleeps while it ends takes nothing for good") {
  using parker = stm::engine::parker;
  static std::atomic<int> requests{0};
  struct late_sleeper {
    bool is_made = false;
    ~late_sleeper() { const parker::hold late{parker::sleep::timed}; }
  };
  const auto before = support::before_allocation.exchange([] { ++requests; });
  int of_last_thread = 0;
  for (int n = 0; n < 3; ++n) {
    std::thread one{[] {
      // Made before the thread's own parker is there, so it outlives it.
      static thread_local late_sleeper last;
      last.is_made = true;
      requests = 0;
      const parker::hold early{parker::sleep::timed};
    }};
    one.join();
    of_last_thread = requests;
  }
  support::before_allocation = before;
  CHECK(of_last_thread == 0);
}

TEST_CASE("what a thread leaves undone when it ends holds nobody up") {
  stm::store<std::string> store;
  stm::var<int> left{0};
  support::in_threads(3, [&](int) {
    for (std::size_t i = 0; i < 20 * errand::length; ++i) {
      errand undone;
      support::elsewhere([&] { undone.go(0, i % errand::length); });
      stm::atomically([&](stm::transaction& tx) { ++tx[left]; });
      store.commit({}, {"left"}, [](auto& it) { it["left"] = std::string(40, 'x'); });
    }
  });
  CHECK(left.load() == 3 * 20 * errand::length);
}
