// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

/// Moves 1 to 100 between two accounts drawn at random.
struct transfer {
  static constexpr std::string_view name = "transfer";

  static void step(bank auto& open, client& me) {
    const auto [from, to] = me.draw_pair();
    const int amount = me.draw_amount();
    if (open.transfer(from, to, amount)) {
      me.book.moved(from, to, amount);
    } else {
      ++me.refused;
    }
  }
};

/// Reads two accounts drawn at random, while nobody writes.
struct read_pair {
  static constexpr std::string_view name = "read_pair";

  static void step(bank auto& open, client& me) {
    const auto [one, other] = me.draw_pair();
    if (open.read_pair(one, other) != 2 * opening_balance) ++me.astray;
  }
};

/// Nine transfers to one audit of all accounts.
struct audit_mix {
  static constexpr std::string_view name = "audit_mix";

  static void step(bank auto& open, client& me) {
    if (me.random.below(10) != 0) return transfer::step(open, me);
    const auto total = static_cast<std::int64_t>(me.accounts) * opening_balance;
    ++me.audits;
    if (open.audit() != total) ++me.astray;
  }
};

/// Pays 1 into an account that no other client touches: the fixed cost of an operation.
struct counter {
  static constexpr std::string_view name = "counter";

  static void step(bank auto& open, client& me) {
    open.deposit(me.number, 1);
    me.book.paid_in(me.number, 1);
  }
};

/// Steps until `enough()`, at least once.
template <class Workload>
void work(bank auto& open, client& me, auto enough) {
  do {
    Workload::step(open, me);
    ++me.operations;
    // What a step has written is in memory before the next one: no bank's work is folded away.
    asm("" ::: "memory");
  } while (!enough());
}

}  // namespace bench
