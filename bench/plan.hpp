// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/async_bank.hpp>
#include <bench/bank.hpp>
#include <bench/measure.hpp>
#include <bench/places.hpp>
#include <bench/scan.hpp>
#include <bench/string_bank.hpp>
#include <bench/workload.hpp>

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bench {

/// One cell of the comparison, not yet known to Google Benchmark.
struct planned {
  std::string name;
  std::function<void(measuring&)> enrol;
};

/// Plans a workload on what it works on, for every place of it that B supports.
template <class Workload, class B>
void plan(bool quick, int cores, std::vector<planned>& into) {
  const std::string name = std::string{Workload::name} + '/' + std::string{B::facts.name};
  for (const place& each : places<Workload>(quick, cores)) {
    if (!supports<B>(each.size, each.threads)) continue;
    const std::string title = name + each.title;
    const auto enrol = [=](measuring& shared) {
      const auto measured = std::make_shared<cell<Workload, B>>(each.size, shared);
      benchmark::RegisterBenchmark(
          title.c_str(), [=](benchmark::State& state) { (*measured)(state); })
          ->Threads(each.threads)
          ->Iterations(1)
          ->UseManualTime();
    };
    into.push_back({title + "/threads:" + std::to_string(each.threads), enrol});
  }
}

/// Plans all workloads on a bank of accounts or of strings, or on a scan.
template <class B>
void plan_all(bool quick, int cores, std::vector<planned>& into) {
  if constexpr (bank<B>) {
    plan<transfer, B>(quick, cores, into);
    plan<read_pair, B>(quick, cores, into);
    plan<audit_mix, B>(quick, cores, into);
    plan<long_audit, B>(quick, cores, into);
    plan<counter, B>(quick, cores, into);
    if constexpr (async_bank<B>) plan<in_flight, B>(quick, cores, into);
  } else if constexpr (string_bank<B>) {
    plan<edit_two, B>(quick, cores, into);
  } else {
    static_assert(scan<B>);
    plan<audit_cost, B>(quick, cores, into);
  }
}

/// Plans the transfers of a peer: in flight where it can do that, else one after the other.
template <async_bank B>
void plan_peer(bool quick, int cores, std::vector<planned>& into) {
  plan<in_flight, B>(quick, cores, into);
}
template <bank B>
void plan_peer(bool quick, int cores, std::vector<planned>& into) {
  plan<transfer, B>(quick, cores, into);
}

}  // namespace bench
