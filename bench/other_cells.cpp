// SPDX-License-Identifier: BSL-1.0
#include <bench/all_banks.hpp>
#include <bench/all_calls.hpp>
#include <bench/comparison.hpp>
#include <bench/peers.hpp>
#include <bench/planner.hpp>

namespace bench {

void add_strings_and_scans(bool quick, comparison& to) {
  all_string_banks<planner>::plan_each(quick, to);
  all_string_banks<planner>::describe_each(to);
  all_scans<planner>::plan_each(quick, to);
}

void add_peers(bool quick, comparison& to) {
  all_peers<planner>::plan_peers(quick, to);
  all_peers<planner>::describe_each(to);
}

void add_calls(bool quick, comparison& to) {
  all_calls<call_planner>::plan_each(quick, to);
}

}  // namespace bench
