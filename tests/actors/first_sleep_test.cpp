// SPDX-License-Identifier: BSL-1.0
// A thread's first sleep takes memory: where there is none, whoever waits is woken all the same.
#include <doctest/doctest.h>

#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/replaced_new.hpp>

#include <stm/engine/sync.hpp>

#include <atomic>
#include <memory>
#include <new>
#include <thread>
#include <vector>

namespace {

/// While it lives no thread that is starved gets memory, and what threads that have ended have left
/// behind for others to sleep with is taken.
class famine {
 public:
  famine() {
    support::before_allocation = [] {
      ++requests;
      if (!starved) return;
      ++refusals;
      throw std::bad_alloc{};
    };
    for (std::atomic<bool> is_new{false}; !is_new;) {
      hoarders_.emplace_back([&] {
        requests = 0;
        const stm::engine::parker::hold first{stm::engine::parker::sleep::untimed};
        is_new = requests > 0;
        end_.pass();
      });
      end_.wait_for(static_cast<int>(hoarders_.size()));
    }
    refusals = 0;
  }
  ~famine() {
    support::before_allocation = before_;
    end_.open();
    for (std::thread& each : hoarders_) each.join();
  }
  famine(const famine&) = delete;
  famine& operator=(const famine&) = delete;

  static void wait_for_refusal() {
    while (refusals == 0) std::this_thread::yield();
  }

  static inline thread_local bool starved = false;

 private:
  static inline std::atomic<int> refusals{0};
  static inline thread_local int requests = 0;

  std::vector<std::thread> hoarders_;
  support::gate end_;
  support::allocation_watch before_ = support::before_allocation;
  support::deadline limit_{"a first sleep without memory"};
};

/// Once it has begun nothing interrupts it.
class busy : public actors::actor {
 public:
  explicit busy(std::atomic<bool>& is_over) : is_over_{is_over} {}

  actors::actor_method<void()> begin{this, [this] {
                                       while (!is_over_) std::this_thread::yield();
                                     }};

 private:
  std::atomic<bool>& is_over_;
};

/// Its thread goes without memory before it has slept.
class starving : public actors::actor {
 public:
  actors::actor_function<int()> feed{this, [] {
                                       famine::starved = false;
                                       return 7;
                                     }};

 protected:
  void on_start() override { famine::starved = true; }
};

}  // namespace

TEST_CASE("a thread that cannot sleep hears a signal") {
  for (const bool is_idle : {false, true}) {
    CAPTURE(is_idle);
    famine everywhere;
    actors::runtime::event given;
    std::thread waiter{[&] {
      famine::starved = true;
      if (is_idle)
        given.wait_idle();
      else
        static_cast<void>(given.wait());
      famine::starved = false;
    }};
    famine::wait_for_refusal();
    given.signal();
    waiter.join();
    CHECK(given.signalled());
  }
}

TEST_CASE("a caller that cannot sleep is answered") {
  actors::running<recorder> one;
  support::gate gate;
  one.note(1);
  one.hold(&gate);
  gate.wait_for();
  famine everywhere;
  std::vector<int> noted;
  std::thread caller{[&] {
    famine::starved = true;
    noted = one.all();
    famine::starved = false;
  }};
  famine::wait_for_refusal();
  gate.open();
  caller.join();
  CHECK(noted == std::vector<int>{1});
}

TEST_CASE("an actor whose thread cannot sleep serves what comes") {
  famine everywhere;
  actors::running<starving> one;
  famine::wait_for_refusal();
  CHECK(one.feed() == 7);
}

TEST_CASE("an actor is destroyed by a thread that cannot sleep") {
  std::atomic<bool> is_over{false};
  auto one = std::make_unique<actors::running<busy>>(is_over);
  one->begin();
  famine everywhere;
  std::thread destroyer{[&] {
    famine::starved = true;
    one.reset();
    famine::starved = false;
  }};
  famine::wait_for_refusal();
  is_over = true;
  destroyer.join();
  CHECK(one == nullptr);
}
