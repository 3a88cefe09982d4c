// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/elsewhere.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

/// Counts in a transaction that it has gone.
struct counted_out {
  stm::var<int>& gone;
  ~counted_out() {
    stm::atomically([&](stm::transaction& tx) { ++tx[gone]; });
  }
};

}  // namespace

TEST_CASE("a destructor that runs during unwinding may run a transaction") {
  stm::var<int> gone{0};
  try {
    const counted_out one{gone};
    const counted_out other{gone};
    throw std::runtime_error{"out"};
  } catch (const std::runtime_error&) {
  }
  CHECK(gone.load() == 2);
}

TEST_CASE("such a transaction runs again after a conflict, while the exception is on its way") {
  stm::var<int> gone{0};
  struct spoilt {
    stm::var<int>& gone;
    ~spoilt() {
      int runs = 0;
      stm::atomically([&](stm::transaction& tx) {
        ++tx[gone];
        if (++runs < 4)
          support::elsewhere([&] { stm::atomically([&](stm::transaction& o) { tx_add(o); }); });
      });
    }
    void tx_add(stm::transaction& o) const { o[gone] += 10; }
  };
  CHECK_THROWS_AS(
      [&] {
        const spoilt one{gone};
        throw std::runtime_error{"out"};
      }(),
      std::runtime_error);
  CHECK(gone.load() == 31);
}

TEST_CASE("a handle may be left by a thread that ends, and be committed by another") {
  stm::store<std::string> store;
  std::optional<stm::value<std::string>> left;
  support::elsewhere([&] {
    auto mine = store.checkout("key");
    mine = std::string(40, 'a');
    left.emplace(std::move(mine));
  });
  support::elsewhere([&] { left->commit(); });
  CHECK(*store.checkout("key") == std::string(40, 'a'));
  support::elsewhere([&] {
    auto forgotten = store.checkout("key");
    forgotten = "never committed";
  });
  CHECK(*store.checkout("key") == std::string(40, 'a'));
}
