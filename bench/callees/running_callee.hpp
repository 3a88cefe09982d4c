// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/callees/asked_total.hpp>
#include <bench/one_core.hpp>

#include <actors/actors.hpp>

namespace bench {

/// An actor with a thread of its own.
class running_callee : public asked_total<actors::running> {
 public:
  static constexpr bank_facts facts{.name = "running", .kind = "messages"};
  using asked_total::asked_total;
};

/// The same while it and its client share one core.
class running_on_one_core : one_core, public asked_total<actors::running> {
 public:
  static constexpr bank_facts facts{
      .name = "running_on_one_core", .kind = "messages", .most_threads = 1};
  using asked_total::asked_total;
};

}  // namespace bench
