// SPDX-License-Identifier: BSL-1.0
#include <bench/all_calls.hpp>
#include <tests/soak/bench_round.hpp>

namespace soak {

namespace {

template <class... Calls>
struct call_adder {
  static void add(std::vector<round>& to) {
    (add_round<typename Calls::workload, typename Calls::to>(to, {64}), ...);
  }
};

}  // namespace

void add_call_rounds(std::vector<round>& to) {
  bench::all_calls<call_adder>::add(to);
}

}  // namespace soak
