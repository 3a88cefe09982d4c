// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/async_bank.hpp>
#include <bench/bank.hpp>
#include <bench/client.hpp>
#include <bench/scan.hpp>
#include <bench/string_bank.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

/// Moves 1 to 100 between two accounts drawn at random.
struct transfer {
  static constexpr std::string_view name = "transfer";

  static void step(bank auto& open, client& me) {
    const auto both = me.draw_pair();
    const int amount = me.draw_amount();
    me.book_transfer(both, amount, open.transfer(both.first, both.second, amount));
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

/// One client keeps many transfers in flight instead of waiting for each.
struct in_flight {
  static constexpr std::string_view name = "in_flight";

  static void keep(async_bank auto& open, client& me, auto enough) {
    open.keep_in_flight(me, enough);
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

}  // namespace bench
