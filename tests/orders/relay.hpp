// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/pooled.hpp>
#include <actors/undelivered.hpp>

#include <tests/orders/clients.hpp>

namespace orders {

/// An actor that asks the next one, and knows so how many there are from here on.
class relay : public actors::actor {
 public:
  explicit relay(relay* next = nullptr) : next_{next} {}

  actors::actor_function<int()> count{this, [this] { return 1 + (next_ ? next_->count() : 0); }};
  actors::actor_method<void()> note{this, [] {}};

 protected:
  void on_undelivered(actors::undelivered&) override {}

 private:
  relay* next_;
};

/// One that nobody serves in place, so that who asks it waits.
class aloof_relay : public relay {
 public:
  using relay::relay;

 private:
  bool process() override {
    rest();
    return true;
  }
};

/// Three of them in a row on a pool.
template <class Relay>
struct chain {
  explicit chain(actors::pool_options size) : threads{size} {}

  actors::pool threads;
  actors::pooled<Relay> last{threads, by_workers_alone};
  actors::pooled<Relay> middle{threads, by_workers_alone, &last};
  actors::pooled<Relay> first{threads, by_workers_alone, &middle};
};

constexpr actors::pool_options one_worker{.workers = 1, .spares = 8};

}  // namespace orders
