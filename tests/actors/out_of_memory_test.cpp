// SPDX-License-Identifier: BSL-1.0
// Memory that runs out where an actor has to answer all the same.
#include <doctest/doctest.h>

#include <tests/actors/recorder.hpp>
#include <tests/support/aborts.hpp>
#include <tests/support/scarce_memory.hpp>

#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

using support::allocations_left;

namespace {

/// Makes the nth allocation of this thread fail, for every n, in `work(n)`; until none does.
template <class Work>
int at_each_allocation(Work work) {
  int nth = 1;
  for (support::has_run_out = true; support::has_run_out; ++nth) {
    support::has_run_out = false;
    work(nth);
    allocations_left = 0;
  }
  return nth - 2;
}

template <class Future>
bool is_answered_by(Future& answer, bool& by_no_memory) {
  try {
    (void)answer.get();
  } catch (const std::bad_alloc&) {
    return by_no_memory = true;
  } catch (const std::out_of_range&) {
    return true;
  } catch (const actors::actor_stopped&) {
    return true;
  } catch (const actors::call_cancelled&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a future is answered also where there is no memory for what the handler throws") {
  bool by_no_memory = false;
  at_each_allocation([&](int nth) {
    actors::rehearsal play{1};
    actors::rehearsed<recorder> one{play};
    auto answer = one.refuse.async();
    play.run();
    auto other = one.refuse.async();
    allocations_left = nth;
    one.stop();
    try {
      one.join();
    } catch (const std::bad_alloc&) {
      // There was none for the join itself.
    }
    allocations_left = 0;
    one.join();
    REQUIRE(is_answered_by(answer, by_no_memory));
    REQUIRE(is_answered_by(other, by_no_memory));
  });
  CHECK(by_no_memory);
}

TEST_CASE("whoever waits is answered also where there is no memory for a refusal") {
  bool by_no_memory = false;
  at_each_allocation([&](int nth) {
    actors::rehearsal play{1};
    auto one = std::make_unique<actors::rehearsed<recorder>>(actors::defer_start, play);
    auto stopped = one->refuse.async();
    auto cancelled = one->refuse.cancellable();
    allocations_left = nth;
    const bool is_taken_back = cancelled.cancel();
    one = nullptr;
    allocations_left = 0;
    REQUIRE(is_taken_back);
    REQUIRE(is_answered_by(stopped, by_no_memory));
    REQUIRE(is_answered_by(cancelled.future(), by_no_memory));
  });
  CHECK(by_no_memory);
}

TEST_CASE("a failure is an answer also where nothing that continues from it can be begun") {
  // In a process of its own: what Boost could not begin holds what it waits for, and that holds it.
  CHECK_FALSE(support::aborts([] {
    int continued = 0;
    const int failures = at_each_allocation([&](int nth) {
      actors::rehearsal play{1};
      actors::rehearsed<recorder> one{play};
      const auto next = one.refuse.async().then(boost::launch::sync, [&](auto) { ++continued; });
      allocations_left = nth;
      try {
        play.run();
      } catch (const std::bad_alloc&) {
        // There was none for a step of the rehearsal.
      }
    });
    if (failures < 2 || continued == 0) std::abort();
  }));
}

TEST_CASE("a call to an actor that has stopped is refused, whether or not there is memory") {
  actors::rehearsal play{1};
  actors::rehearsed<recorder> one{play};
  one.stop_now();
  one.join();
  int refused = 0, without_memory = 0;
  const auto refuse = [&](int nth, auto call) {
    allocations_left = nth;
    try {
      call();
    } catch (const actors::actor_stopped&) {
      ++refused;
    } catch (const std::bad_alloc&) {
      ++without_memory;
    }
  };
  at_each_allocation([&](int nth) {
    refuse(nth, [&] { (void)one.refuse.async(); });
    refuse(nth, [&] { (void)one.refuse.cancellable(); });
  });
  CHECK(without_memory > 0);
  CHECK(refused > 2);  // not only in the last round, which had memory enough
}
