// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/options.hpp>
#include <actors/runtime/patience.hpp>

#include <tests/orders/each_source.hpp>

#include <utility>

namespace orders {

/// A tenth of the orders: threads come and go with each run of a scene of actors, so it takes long.
inline void each_source_of_actors(const stm::testing::script& describe) {
  each_source(
      [&](stm::testing::scene& all) {
        actors::runtime::own_patience = {};  // as in any other run
        describe(all);
      },
      100);
}

/// Adds a thread that calls actors.
template <class Work>
void client(stm::testing::scene& all, Work work) {
  all.thread([work = std::move(work)] {
    actors::runtime::own_patience = {};  // as in any other run
    work();
  });
}

/// What a call returns, or this where the actor or one that it asks has stopped.
constexpr int stopped = -1;
template <class Call>
int answer_of(Call call) {
  try {
    return call();
  } catch (const actors::actor_stopped&) {
    return stopped;
  }
}

constexpr actors::options by_workers_alone{.on_callers = false};

}  // namespace orders
