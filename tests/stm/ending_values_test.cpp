// SPDX-License-Identifier: BSL-1.0
// Values whose destructors run transactions that replace values, which end in turn.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>

#include <tests/support/start_line.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

TEST_CASE("a value's end may replace more large values than have ever waited for theirs") {
  static std::deque<stm::var<std::string>> texts(50);
  struct reporting {
    std::shared_ptr<const int> token;
    explicit reporting(std::shared_ptr<const int> t) : token{std::move(t)} {}
    reporting(const reporting&) = default;
    reporting& operator=(const reporting&) = default;
    ~reporting() {
      if (token.use_count() != 1) return;
      for (auto& each : texts)
        stm::atomically([&](stm::transaction& tx) { tx[each] = std::to_string(*token); });
    }
  };
  support::in_threads(2, [&](int) {
    stm::var<reporting> v{reporting{std::make_shared<const int>(0)}};
    for (int i = 0; i < 2000; ++i)
      stm::atomically([&](stm::transaction& tx) {
        tx[v] = reporting{std::make_shared<const int>(i)};
      });
  });
  for (auto& each : texts) CHECK_FALSE(each.load().empty());
}
