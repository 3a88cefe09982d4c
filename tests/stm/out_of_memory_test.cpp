// SPDX-License-Identifier: BSL-1.0
// Memory that runs out, at each allocation in turn.
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/scarce_memory.hpp>

#include <cstddef>
#include <deque>
#include <new>
#include <string>
#include <vector>

namespace {

using support::allocations_left;
using support::has_run_out;
using support::without_memory_everywhere;

const std::string text_before(40, 'a'), text_after(40, 'b');

struct many_variables {
  std::deque<stm::var<std::string>> texts;
  std::deque<stm::var<int>> numbers;

  explicit many_variables(std::size_t size) : numbers(size) {
    for (std::size_t i = 0; i < size; ++i) texts.emplace_back(text_before);
  }
  [[nodiscard]] bool is_untouched() const {
    for (const auto& each : texts)
      if (each.load() != text_before) return false;
    for (const auto& each : numbers)
      if (each.load() != 0) return false;
    return true;
  }
  /// Locks all and changes nothing.
  void use() {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      for (auto& each : texts) tx[each].edit([](std::string&) {});
      for (auto& each : numbers) tx[each].edit([](int&) {});
    });
  }
};

}  // namespace

TEST_CASE("a transaction of any size that runs out of memory writes nothing") {
  for (const std::size_t size : {1u, 5u, 9u, 40u}) {
    CAPTURE(size);
    many_variables all{size};
    without_memory_everywhere(
        [&] {
          stm::atomically([&](stm::transaction& tx) {
            for (auto& each : all.numbers) tx[each] += 1;
            for (auto& each : all.texts) tx[each] = text_after;
            for (auto& each : all.texts) tx[each].edit([](std::string& s) { s += s; });
          });
        },
        [&] { return all.is_untouched(); }, [&] { all.use(); });
  }
}

TEST_CASE("a nested block that runs out of memory is taken back, and the outer one may go on") {
  for (const std::size_t size : {3u, 20u}) {
    CAPTURE(size);
    many_variables all{size};
    for (int failures = 0; all.is_untouched(); ++failures) {
      bool is_whole = true;
      stm::atomically([&](stm::transaction& tx) {
        has_run_out = false;
        allocations_left = failures + 1;
        try {
          stm::atomically([&](stm::transaction& inner) {
            for (auto& each : all.numbers) inner[each] += 1;
            for (auto& each : all.texts) inner[each].edit([](std::string& s) { s = text_after; });
            for (auto& each : all.numbers) inner[each] += 1;
          });
        } catch (const std::bad_alloc&) {
        }
        allocations_left = 0;
        const int expected = has_run_out ? 0 : 2;
        for (auto& each : all.numbers) is_whole = is_whole && *tx[each] == expected;
        for (auto& each : all.texts)
          is_whole = is_whole && *tx[each] == (has_run_out ? text_before : text_after);
      });
      CAPTURE(failures);
      REQUIRE(is_whole);
    }
  }
}

TEST_CASE("a checkout or commit that runs out of memory leaves the store as it was") {
  stm::store<std::string> store;
  const std::vector<std::string> keys{
      "a long key, so that it is allocated", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  store.commit({}, keys, [](auto& all) {
    for (auto& each : all) each = text_before;
  });
  const auto original = store.to_map();
  without_memory_everywhere(
      [&] {
        auto all = store.checkout(keys);
        for (auto& each : all) each = text_after;
        auto fresh = store.checkout("a key that was never heard of before");
        all.commit();
      },
      [&] { return store.to_map() == original; },
      [&] {
        stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
          for (const auto& key : keys) tx[store.var(key)].edit([](auto&) {});
        });
      });
  CHECK(store.keys().size() == keys.size());
}

TEST_CASE("a commit that conflicts without memory for the error still changes nothing") {
  stm::store<std::string> store;
  const auto commit_late = [&] {
    auto late = store.checkout("a", "b");
    late["a"] = text_after;
    support::elsewhere([&] { store.commit({}, {"b"}, [](auto& one) { one["b"] = text_before; }); });
    late.commit();
  };
  bool is_conflict = false;
  for (int failures = 0; !is_conflict; ++failures) {
    allocations_left = failures + 1;
    try {
      commit_late();
    } catch (const std::bad_alloc&) {
    } catch (const stm::concurrent_update&) {
      is_conflict = true;
    }
    allocations_left = 0;
    REQUIRE_FALSE(store.contains("a"));
  }
}

TEST_CASE("a pull that runs out of memory leaves the snapshot as it was") {
  stm::store<std::string, int> store;
  const auto put = [&](int key, const std::string& value) {
    store.commit({}, {key}, [&](auto& one) { one[key] = value; });
  };
  for (int i = 0; i < 20; ++i) put(i, text_before);
  auto copy = store.snapshot();
  for (int i = 10; i < 40; ++i) put(i, text_after);
  store.erase(0);
  const auto is_old = [&] {
    return copy.size() == 20 && copy.contains(0) && copy[15] == text_before && !copy.contains(30);
  };
  without_memory_everywhere([&] { (void)copy.pull_updates(); }, is_old, [] {});
  CHECK(copy.size() == 39);
  CHECK(copy[30] == text_after);
}

TEST_CASE("a read-only block that runs out of memory may be run again") {
  many_variables all{300};
  for (int failures = 0;; ++failures) {
    has_run_out = false;
    allocations_left = failures + 1;
    std::size_t length = 0;
    try {
      length = stm::read_only([&](stm::read_transaction& tx) {
        std::size_t sum = 0;
        for (const auto& each : all.texts) sum += tx[each]->size();
        return sum;
      });
    } catch (const std::bad_alloc&) {
    }
    allocations_left = 0;
    if (!has_run_out) {
      CHECK(length == 300 * text_before.size());
      break;
    }
    REQUIRE(length == 0);
  }
}
