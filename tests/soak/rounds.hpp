// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/soak/figures.hpp>
#include <tests/support/dice.hpp>

#include <functional>
#include <string>
#include <vector>

namespace soak {

/// One kind of round. It returns what is wrong in the end, or nothing.
struct round {
  std::string name;
  std::function<std::string(figures&, support::dice&)> run;
};

/// Every workload of bench/ on every bank and callee that it is for.
void add_bank_rounds(std::vector<round>& to);
void add_call_rounds(std::vector<round>& to);
/// Transactions that throw, wait and run out of memory.
void add_vault_round(std::vector<round>& to);
/// Actors that are made and stopped while they are called.
void add_till_rounds(std::vector<round>& to);

}  // namespace soak
