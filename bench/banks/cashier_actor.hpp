// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/asked_cashier.hpp>

#include <actors/actors.hpp>

namespace bench {

/// One actor owns all accounts, and every request is a call to it: Kamaelia's cashier.
class cashier_actor : public asked_cashier<actors::running> {
 public:
  static constexpr bank_facts facts{
      .name = "cashier_actor",
      .kind = "messages",
      .idea = "one actor owns all accounts; every operation is a call to it",
      .audits = "atomic; everybody waits meanwhile",
      .composes = "no: one call an operation, whole only inside the cashier",
      .waits = "for the cashier's answer, two thread switches away",
      .served = "the cashier's own",
  };
  using asked_cashier::asked_cashier;
};

}  // namespace bench
