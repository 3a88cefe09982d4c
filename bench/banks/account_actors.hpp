// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/asked_accounts.hpp>

#include <actors/actors.hpp>

namespace bench {

/// An actor an account, as in the article: a transfer is a withdrawal and then a deposit.
class account_actors : public asked_accounts<actors::running> {
 public:
  static constexpr bank_facts facts{
      .name = "account_actors",
      .kind = "messages",
      .idea = "an actor an account; a transfer is a call to withdraw, then one to deposit",
      .audits = "NOT atomic: money is in flight between the two calls",
      .composes = "no: each account answers for itself alone",
      .waits = "for the accounts' answers, one after the other",
      .served = "the account's own",
      .atomic_audits = false,
      .most_accounts = 64,
      .limit = "at most 64 accounts: each has a thread of its own",
  };
  using asked_accounts::asked_accounts;
};

}  // namespace bench
