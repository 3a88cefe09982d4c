// SPDX-License-Identifier: BSL-1.0
// An actor's messages are handled once each, first in, first out, and its answers are those of an
// object that does one thing after another; by whichever of its threads it is served.
#include <tests/linearizable/calls_of_threads.hpp>

#include <actors/runtime/executor.hpp>
#include <stm/engine/sync.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>

using namespace linearizable;
using actors::runtime::actor_core;

namespace {

class threadless : public actors::runtime::executor {
 public:
  void start(actor_core& owned) override { static_cast<void>(owned.settle()); }
  void wake_at(actor_core&, actors::runtime::clock::time_point) override {}
  void cancel_wake_up(actor_core&) noexcept override {}

 protected:
  ~threadless() = default;
};

/// Whoever has claimed the actor serves it.
class on_the_spot final : public threadless {
 public:
  static constexpr bool has_thread = false;

  explicit on_the_spot(int) {}
  void ready(actor_core& owned) noexcept override { owned.serve(); }
  void work() {}
  void leave() {}
};

/// One thread, work(), serves it, until all others have left.
class by_one_thread final : public threadless {
 public:
  static constexpr bool has_thread = true;

  explicit by_one_thread(int others) : others_{others} {}
  void ready(actor_core& owned) noexcept override {
    handed_.store(&owned, std::memory_order_release);  // Pairs with the acquire in work().
  }
  void work() {
    for (;;) {
      const bool is_last = others_.load(std::memory_order_acquire) == 0;  // Pairs with leave().
      if (auto* owned = handed_.exchange(nullptr, std::memory_order_acquire))
        owned->serve();
      else if (is_last)
        return;
      else
        stm::engine::yield();
    }
  }
  void leave() { others_.fetch_sub(1, std::memory_order_release); }

 private:
  stm::engine::atomic<int> others_;
  stm::engine::atomic<actor_core*> handed_{nullptr};  // claimed, and served by nobody yet
};

/// The actor, after whoever serves it.
template <class Executor>
struct office {
  office(bool on_callers, int callers)
      : by{callers}, one{by, {.on_callers = on_callers}, callers} {}

  Executor by;
  clerk one;
};

template <class Executor>
void in_orders_of_calls(bool on_callers) {
  in_orders(4, [=](std::uint64_t seed) {
    return [=, drawn = calls_of_threads::draw(seed)](stm::testing::scene& all, judge& strict) {
      const auto open = std::make_shared<office<Executor>>(on_callers, drawn.callers());
      for (int i = 0; i < drawn.callers(); ++i)
        all.thread([=] {
          drawn.make(i, open->one);
          open->by.leave();
        });
      if (Executor::has_thread) all.thread([=] { open->by.work(); });
      all.afterwards([=, &strict] { check(open->one, strict); });
    };
  });
}

}  // namespace

TEST_CASE("an actor that is served by whoever claims it handles its messages in order, once each") {
  in_orders_of_calls<on_the_spot>(false);
}

TEST_CASE("an actor with one thread handles its messages in order, once each") {
  in_orders_of_calls<by_one_thread>(false);
}

TEST_CASE("an actor that is served by its callers, and by others too, handles each call once") {
  in_orders_of_calls<on_the_spot>(true);
}

TEST_CASE("an actor that is served by its callers and by one thread handles each call once") {
  in_orders_of_calls<by_one_thread>(true);
}
