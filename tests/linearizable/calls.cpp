// SPDX-License-Identifier: BSL-1.0
// An actor's messages are handled once each, first in, first out, and its answers are those of an
// object that does one thing after another; by whichever of its threads it is served.
#include <tests/linearizable/clerk.hpp>
#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/in_orders.hpp>

#include <actors/runtime/executor.hpp>
#include <actors/runtime/patience.hpp>
#include <stm/engine/sync.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

using namespace linearizable;
using actors::runtime::actor_core;

namespace {

class threadless : public actors::runtime::executor {
 public:
  void start(actor_core&) override {}
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

struct plan {
  enum class act { set, exchange, stop };
  std::vector<std::vector<act>> threads;
};

/// Two or three threads with three calls each; with an odd seed one of them stops the actor.
plan draw(std::uint64_t seed) {
  dice luck{seed};
  plan drawn;
  drawn.threads.resize(seed % 2 ? 2 : 3);
  for (auto& thread : drawn.threads)
    while (thread.size() < 3) thread.push_back(luck.one_of({plan::act::set, plan::act::exchange}));
  if (seed % 2) drawn.threads[0].insert(drawn.threads[0].begin() + luck.below(4), plan::act::stop);
  return drawn;
}

/// The actor, after whoever serves it.
template <class Executor>
struct office {
  office(bool on_callers, int senders)
      : by{senders}, one{by, on_callers, static_cast<std::size_t>(senders) + 1} {}

  void make(plan::act what, int value) {
    if (what == plan::act::stop)
      one.stop_taking();
    else if (what == plan::act::set)
      one.set(value);
    else
      one.exchange(value);
  }
  void check(judge& strict) {
    clerk::here = 0;
    one.mail.record(0, {mail_model::operation::kind::count}, [] { return "0"; });
    strict.check(one.mail.history(), mail_model{});
    auto calls = one.calls.history();
    std::erase_if(calls, [](const auto& each) { return each.result == "refused"; });
    strict.check(calls, register_model{});
  }

  Executor by;
  clerk one;
};

/// What every thread does: knows its number, and looks as often as any before it sleeps.
void enter(int number) {
  clerk::here = number;
  actors::runtime::own_patience = {};
}

template <class Executor>
void in_orders_of_calls(bool on_callers) {
  in_orders(4, [=](std::uint64_t seed) {
    return [=, drawn = draw(seed)](stm::testing::scene& all, judge& strict) {
      const int senders = static_cast<int>(drawn.threads.size());
      const auto open = std::make_shared<office<Executor>>(on_callers, senders);
      for (int i = 0; i < senders; ++i)
        all.thread([=, own = drawn.threads[static_cast<std::size_t>(i)]] {
          enter(i);
          for (int value = 10 * i; const auto each : own) open->make(each, ++value);
          open->by.leave();
        });
      if (Executor::has_thread)
        all.thread([=] {
          enter(senders);
          open->by.work();
        });
      all.afterwards([=, &strict] { open->check(strict); });
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
