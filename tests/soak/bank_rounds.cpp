// SPDX-License-Identifier: BSL-1.0
#include <bench/all_banks.hpp>
#include <bench/async_bank.hpp>
#include <bench/books.hpp>
#include <bench/scan.hpp>
#include <bench/string_books.hpp>
#include <bench/workload.hpp>
#include <tests/soak/bench_round.hpp>

namespace soak {

namespace {

template <class B>
void add_all_of(std::vector<round>& to) {
  if constexpr (bench::bank<B>) {
    const std::vector<std::size_t> few_to_many{2, 16, 1024};
    add_round<bench::transfer, B>(to, few_to_many);
    add_round<bench::read_pair, B>(to, few_to_many);
    add_round<bench::audit_mix, B>(to, few_to_many);
    add_round<bench::long_audit, B>(to, few_to_many);
    add_round<bench::counter, B>(to, few_to_many);
    if constexpr (bench::async_bank<B>) add_round<bench::in_flight, B>(to, few_to_many);
  } else if constexpr (bench::string_bank<B>) {
    add_round<bench::edit_two, B>(to, {2, 16, 256});
  } else {
    add_round<bench::audit_cost, B>(to, {16, 4096});
  }
}

template <class... Banks>
struct adder {
  static void add(std::vector<round>& to) { (add_all_of<Banks>(to), ...); }
};

}  // namespace

void add_bank_rounds(std::vector<round>& to) {
  bench::all_banks<adder>::add(to);
  bench::all_string_banks<adder>::add(to);
  bench::all_scans<adder>::add(to);
}

}  // namespace soak
