// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>
#include <bench/scan.hpp>
#include <bench/string_bank.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

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
    audit(open, me);
  }
  static void audit(bank auto& open, client& me) {
    ++me.audits;
    if (open.audit() != me.total()) ++me.astray;
  }
};

/// One client does nothing but audit, all others transfer; what counts is the audits.
struct long_audit {
  static constexpr std::string_view name = "long_audit";

  static void step(bank auto& open, client& me) {
    if (me.number == 0) return audit_mix::audit(open, me);
    transfer::step(open, me);
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

/// Raises a character of one string and lowers it in another, both drawn at random.
struct edit_two {
  static constexpr std::string_view name = "edit_two";

  static void step(string_bank auto& open, client& me) {
    const auto [raised, lowered] = me.draw_pair();
    open.edit_two(raised, lowered, me.random.below(string_length));
    me.book.moved(lowered, raised, 1);
  }
};

/// Adds up all variables, while nobody writes.
struct audit_cost {
  static constexpr std::string_view name = "audit_cost";

  static void step(scan auto& open, client& me) {
    if (open.sum() != me.total()) ++me.astray;
  }
};

/// Whether only the audits of a workload count, and what else is done is there to be in their way.
template <class Workload>
inline constexpr bool counts_audits = std::is_same_v<Workload, long_audit>;

/// What a client has done of that which counts.
template <class Workload>
std::int64_t counted(const client& of) {
  return counts_audits<Workload> ? of.audits : of.operations;
}

/// Steps until `enough()`, at least once.
///
/// Where audits are what counts, the last one does not: it ended when it was enough already, and
/// the others no longer were in its way. So audits that starve are never counted, and end.
template <class Workload>
void work(auto& open, client& me, auto enough) {
  do {
    Workload::step(open, me);
    ++me.operations;
    // What a step has written is in memory before the next one: no bank's work is folded away.
    asm("" ::: "memory");
  } while (!enough());
  if constexpr (counts_audits<Workload>) {
    if (me.number == 0) --me.audits, --me.operations;
  }
}

}  // namespace bench
