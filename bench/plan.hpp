// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/measure.hpp>
#include <bench/workload.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace bench {

/// One cell of the comparison, not yet known to Google Benchmark.
struct planned {
  std::string name;
  std::function<void(measuring&)> enrol;
};

/// Powers of two up to the cores, the cores themselves, and 1, 2 and 4 on any machine.
inline std::vector<int> thread_counts(bool quick, int cores) {
  if (quick) return {1, 2};
  std::vector<int> counts{1, 2, 4};
  while (counts.back() * 2 <= cores) counts.push_back(counts.back() * 2);
  if (counts.back() < cores) counts.push_back(cores);
  return counts;
}

inline std::vector<std::size_t> account_counts(bool quick) {
  if (quick) return {2, 1024};
  return {2, 16, 1024};
}

/// Plans a workload on a bank for every count of accounts and threads that the bank supports.
template <class Workload, bank B>
void plan(bool quick, int cores, std::vector<planned>& into) {
  const auto add = [&](const std::string& title, std::size_t accounts, int threads) {
    if (!supports<B>(accounts, threads)) return;
    const auto enrol = [=](measuring& shared) {
      const auto measured = std::make_shared<cell<Workload, B>>(accounts, shared);
      benchmark::RegisterBenchmark(
          title.c_str(), [=](benchmark::State& state) { (*measured)(state); })
          ->Threads(threads)
          ->Iterations(1)
          ->UseManualTime();
    };
    into.push_back({title + "/threads:" + std::to_string(threads), enrol});
  };
  const std::string title = std::string{Workload::name} + '/' + std::string{B::facts.name};
  for (const int threads : thread_counts(quick, cores)) {
    if constexpr (std::is_same_v<Workload, counter>) {
      // An account a client, and two at least: the last requests need two.
      add(title, std::max<std::size_t>(2, static_cast<std::size_t>(threads)), threads);
    } else {
      for (const std::size_t accounts : account_counts(quick)) {
        add(title + "/accounts:" + std::to_string(accounts), accounts, threads);
      }
    }
  }
}

/// Plans all workloads on a bank.
template <bank B>
void plan_all(bool quick, int cores, std::vector<planned>& into) {
  plan<transfer, B>(quick, cores, into);
  plan<read_pair, B>(quick, cores, into);
  plan<audit_mix, B>(quick, cores, into);
  plan<counter, B>(quick, cores, into);
}

}  // namespace bench
