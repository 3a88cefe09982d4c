// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/asked_accounts.hpp>

#include <actors/actors.hpp>

namespace bench {

/// The same actors without a thread each: all of them on a pool with a worker a core.
class account_actors_pooled : public asked_accounts<actors::pooled, actors::pool> {
 public:
  static constexpr bank_facts facts{
      .name = "account_actors_pooled",
      .kind = "messages",
      .idea = "the same actors on a pool with a worker a core",
      .audits = "NOT atomic: money is in flight between the two calls",
      .composes = "no: each account answers for itself alone",
      .waits = "for the accounts' answers, one after the other; for nobody where they are idle",
      .served = "the caller's where the account is idle, else a worker's or another caller's",
      .atomic_audits = false,
  };
  using asked_accounts::asked_accounts;
};

}  // namespace bench
