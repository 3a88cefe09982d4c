// SPDX-License-Identifier: BSL-1.0
#include <bench/all_banks.hpp>
#include <bench/comparison.hpp>
#include <bench/planner.hpp>

namespace bench {

void add_message_banks(bool quick, comparison& to) {
  message_banks<planner>::plan_each(quick, to);
  message_banks<planner>::describe_each(to);
}

}  // namespace bench
