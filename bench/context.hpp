// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/options.hpp>

#include <span>

namespace bench {

/// Adds to the JSON what a reader needs to judge the figures and to get them again.
void describe_machine_and_run(const options& asked);

/// Adds to the JSON what the banks say of themselves, and their order in the report.
void describe_banks(std::span<const bank_facts> banks);

}  // namespace bench
