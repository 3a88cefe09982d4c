// SPDX-License-Identifier: BSL-1.0
// Two transactions that wait for what the other one changes fall asleep both, each with the locks
// of what the other one needs to enter itself (rust-stm#17). A wake-up that is lost leaves a thread
// asleep for ever: the run is then aborted.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/regressions/some_orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <array>
#include <memory>

using orders::must;

namespace {

/// Two that each wait for both variables, and read them in opposite orders.
struct pair {
  std::array<stm::var<int>, 2> steps;

  /// Makes my next step, once the other one has come as far as I have.
  void step(std::size_t me) {
    stm::atomically([&](stm::transaction& tx) {
      const int first = *tx[steps[me]];
      tx.check(*tx[steps[1 - me]] >= first);
      tx[steps[me]] = first + 1;
    });
  }
};

}  // namespace

TEST_CASE("in every order two that wait for each other's steps come to an end") {
  orders::some([](stm::testing::scene& all) {
    const auto both = std::make_shared<pair>();
    for (const std::size_t me : {0u, 1u})
      all.thread([=] {
        for (int i = 0; i < 3; ++i) both->step(me);
      });
    all.afterwards([=] {
      for (const auto& each : both->steps) must(each.load() == 3, "a step is missing");
    });
  });
}

TEST_CASE("two that wait for each other's steps many times come to an end") {
  const support::deadline limit{"two that wait for each other's steps"};
  pair both;
  const int rounds = support::rounds(300);
  support::in_threads(2, [&](int me) {
    const support::dice luck{me};
    for (int i = 0; i < rounds; ++i) both.step(static_cast<std::size_t>(me));
  });
  CHECK(both.steps[0].load() == rounds);
  CHECK(both.steps[1].load() == rounds);
}
