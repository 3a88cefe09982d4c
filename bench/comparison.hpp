// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/plan.hpp>

#include <vector>

namespace bench {

/// What is measured, and what the banks say of themselves, in the order of the report.
struct comparison {
  std::vector<planned> cells;
  std::vector<bank_facts> facts;
};

// Three source files, which can be compiled side by side: it takes long.

void add_shared_banks(bool quick, comparison& to);
void add_message_banks(bool quick, comparison& to);
/// Scans are no banks: their rows stand in a table of their own.
void add_strings_and_scans(bool quick, comparison& to);
void add_peers(bool quick, comparison& to);
void add_calls(bool quick, comparison& to);

}  // namespace bench
