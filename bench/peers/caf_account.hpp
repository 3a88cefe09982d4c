// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>

#include <caf/all.hpp>

/// The accounts of the article as actors of CAF, the C++ Actor Framework, version 0.17.
namespace bench::caf_account {

using withdraw = caf::atom_constant<caf::atom("withdraw")>;
using deposit = caf::atom_constant<caf::atom("deposit")>;
using balance = caf::atom_constant<caf::atom("balance")>;

struct alignas(apart) state {
  int held = opening_balance;
};

inline caf::behavior account(caf::stateful_actor<state>* self) {
  return {
      [self](withdraw, int amount) {
        if (self->state.held < amount) return false;
        self->state.held -= amount;
        return true;
      },
      [self](deposit, int amount) { self->state.held += amount; },
      [self](balance) { return self->state.held; },
  };
}

}  // namespace bench::caf_account
