// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/asked_cashier.hpp>

#include <actors/actors.hpp>

namespace bench {

/// The same cashier without a thread of its own: on a pool with a worker a core.
class cashier_actor_pooled : public asked_cashier<actors::pooled, actors::pool> {
 public:
  static constexpr bank_facts facts{
      .name = "cashier_actor_pooled",
      .kind = "messages",
      .idea = "the same cashier on a pool with a worker a core",
      .audits = "atomic; everybody waits meanwhile",
      .composes = "no: one call an operation, whole only inside the cashier",
      .waits = "for the cashier's answer; for nobody where it is idle",
      .served = "the caller's where the cashier is idle, else a worker's or another caller's",
  };
  using asked_cashier::asked_cashier;
};

}  // namespace bench
