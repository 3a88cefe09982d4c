// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/callees/asked_total.hpp>

#include <actors/actors.hpp>

namespace bench {

/// An actor on a pool with a worker a core.
class pooled_callee : public asked_total<actors::pooled, actors::pool> {
 public:
  static constexpr bank_facts facts{.name = "pooled", .kind = "messages"};
  using asked_total::asked_total;
};

}  // namespace bench
