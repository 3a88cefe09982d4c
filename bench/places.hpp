// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/calls.hpp>
#include <bench/workload.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace bench {

/// Where a workload is measured: among so many accounts, strings or variables, by so many threads.
struct place {
  std::string title;  // "/accounts:16", or nothing
  std::size_t size;
  int threads;
};

/// Powers of two up to the cores, the cores themselves, and 1, 2 and 4 on any machine.
inline std::vector<int> thread_counts(bool quick, int cores) {
  if (quick) return {1, 2};
  std::vector<int> counts{1, 2, 4};
  while (counts.back() * 2 <= cores) counts.push_back(counts.back() * 2);
  if (counts.back() < cores) counts.push_back(cores);
  return counts;
}

inline std::vector<std::size_t> account_counts(bool quick, bool transfers) {
  if (!quick) return {2, 16, 1024};
  if (transfers) return {2, 1024};
  return {1024};
}

inline place place_of(const std::string& things, std::size_t size, int threads) {
  return {'/' + things + ':' + std::to_string(size), size, threads};
}

/// Every size with every number of threads.
inline std::vector<place> crossed(const std::string& things, const std::vector<std::size_t>& sizes,
                                  const std::vector<int>& threads) {
  std::vector<place> places;
  for (const int count : threads) {
    for (const std::size_t size : sizes) places.push_back(place_of(things, size, count));
  }
  return places;
}

template <class One, class... All>
inline constexpr bool is_one_of = (std::is_same_v<One, All> || ...);

/// All places of a workload in the quick or the whole comparison.
template <class Workload>
std::vector<place> places(bool quick, int cores) {
  std::vector<int> threads = thread_counts(quick, cores);
  if constexpr (std::is_same_v<Workload, audit_cost>) {
    return crossed("variables", {16, 256, 4096, 65536, 1'000'000}, {1});
  } else if constexpr (std::is_same_v<Workload, edit_two>) {
    return crossed("strings", {1024}, threads);
  } else if constexpr (std::is_same_v<Workload, long_audit>) {
    std::erase(threads, 1);  // an auditor alone would be in nobody's way
    return crossed("accounts", {16384}, threads);
  } else if constexpr (std::is_same_v<Workload, in_flight>) {
    return crossed("accounts", {1024}, {1});
  } else if constexpr (std::is_same_v<Workload, call_many>) {
    return crossed("actors", {10'000}, {1});
  } else if constexpr (std::is_same_v<Workload, tell>) {
    return {{"", 1, 1}, {"", 1, 2}};
  } else if constexpr (is_one_of<Workload, call, async_call, throwing_call, whole_life>) {
    return {{"", 1, 1}};
  } else if constexpr (std::is_same_v<Workload, counter>) {
    // An account a client, and two at least: the last requests need two.
    std::vector<place> all;
    for (const int count : threads) {
      all.push_back({"", std::max<std::size_t>(2, static_cast<std::size_t>(count)), count});
    }
    return all;
  } else {
    constexpr bool transfers = std::is_same_v<Workload, transfer>;
    auto all = crossed("accounts", account_counts(quick, transfers), threads);
    if (quick && transfers) {
      // Much contention, which tells transactions from locks, and more clients than cores.
      all.push_back(place_of("accounts", 16, 2));
      all.push_back(place_of("accounts", 2, 4));
      all.push_back(place_of("accounts", 1024, 4));
    }
    return all;
  }
}

}  // namespace bench
