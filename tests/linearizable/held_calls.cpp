// SPDX-License-Identifier: BSL-1.0
// The same with the threads of the library: those of a pool, and one of an actor alone.
#include <tests/linearizable/calls_of_threads.hpp>

#include <actors/runtime/own_thread.hpp>
#include <actors/runtime/worker_pool.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>

using namespace linearizable;

namespace {

struct on_a_pool {
  on_a_pool(int workers, bool on_callers, int callers)
      : by{workers, spares}, one{by.executor_for({}), {.on_callers = on_callers}, callers} {}

  static constexpr int spares = 8;
  actors::runtime::worker_pool by;
  clerk one;
};

struct on_its_own {
  explicit on_its_own(int callers) : one{by, {.has_thread = true}, callers} {}

  actors::runtime::own_thread by;
  clerk one;
};

/// `open(callers)` makes who serves the clerk, and the clerk. In fewer orders than others, as each
/// run starts threads.
template <class Open>
void in_orders_of_held_calls(Open open) {
  const auto draw = [=](std::uint64_t seed) {
    return [=, drawn = calls_of_threads::draw(seed)](stm::testing::scene& all, judge& strict) {
      const auto office = open(drawn.callers());
      for (int i = 0; i < drawn.callers(); ++i) all.thread([=] { drawn.make(i, office->one); });
      all.afterwards([=, &strict] {
        office->one.stop();
        static_cast<void>(office->one.join_until(actors::runtime::clock::time_point::max()));
        check(office->one, strict);
      });
    };
  };
  in_orders(2, draw, 50);
}

void in_orders_of_a_pool(int workers, bool on_callers) {
  in_orders_of_held_calls([=](int callers) {
    return std::make_shared<on_a_pool>(workers, on_callers, callers);
  });
}

}  // namespace

TEST_CASE("an actor on a pool of one worker handles its messages in order, once each") {
  in_orders_of_a_pool(1, false);
}

TEST_CASE("an actor on a pool of two workers handles its messages in order, once each") {
  in_orders_of_a_pool(2, false);
}

TEST_CASE("an actor on a pool of one worker and on its callers handles each call once") {
  in_orders_of_a_pool(1, true);
}

TEST_CASE("an actor on a pool of two workers and on its callers handles each call once") {
  in_orders_of_a_pool(2, true);
}

TEST_CASE("an actor with a thread of its own handles its messages in order, once each") {
  in_orders_of_held_calls([](int callers) { return std::make_shared<on_its_own>(callers); });
}
