// SPDX-License-Identifier: BSL-1.0
// Transactions that have run for a while need no more memory.
#include <doctest/doctest.h>

#include <stm/engine/box_shelves.hpp>
#include <stm/stm.hpp>

#include <tests/support/scarce_memory.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace {

/// Runs `work` often, and then often again without any memory to be had.
template <class Work>
void without_memory_once_warm(Work work) {
  if (!stm::engine::reuse_boxes) return;  // With AddressSanitizer each box is freed at once.
  for (int i = 0; i < 5000; ++i) work();
  support::has_run_out = false;
  support::allocations_left = 1;
  try {
    for (int i = 0; i < 5000; ++i) work();
  } catch (const std::bad_alloc&) {
  }
  support::allocations_left = 0;
  CHECK_FALSE(support::has_run_out);
}

}  // namespace

TEST_CASE("strings that are edited again and again allocate nothing") {
  std::deque<stm::var<std::string>> texts;
  for (int i = 0; i < 8; ++i) texts.emplace_back(std::string(40, 'a'));
  unsigned next = 0;
  without_memory_once_warm([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[texts[next % 8]].edit([](std::string& s) { ++s[3]; });
      tx[texts[(next + 3) % 8]].edit([](std::string& s) { --s[3]; });
    });
    ++next;
  });
}

TEST_CASE("vectors that are edited again and again allocate nothing") {
  stm::var<std::vector<int>> numbers{std::vector<int>(20)};
  without_memory_once_warm([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[numbers].edit([](std::vector<int>& all) { ++all[7]; });
    });
  });
}

TEST_CASE("large values without memory of their own allocate nothing when they are replaced") {
  struct point {
    double x, y, z;
  };
  stm::var<point> where{point{}};
  without_memory_once_warm([&] {
    stm::atomically([&](stm::transaction& tx) {
      const point now = *tx[where];
      tx[where] = point{now.x + 1, now.y, now.z};
    });
  });
}

TEST_CASE("large transactions and large audits allocate nothing") {
  std::vector<stm::var<std::int64_t>> many(200);
  without_memory_once_warm([&] {
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : many) ++tx[each];
    });
    const auto sum = stm::read_only([&](stm::read_transaction& tx) {
      std::int64_t all = 0;
      for (const auto& each : many) all += *tx[each];
      return all;
    });
    if (sum % 200 != 0) throw sum;
  });
}
