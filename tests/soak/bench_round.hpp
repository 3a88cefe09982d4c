// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>
#include <bench/work.hpp>
#include <tests/soak/rounds.hpp>
#include <tests/soak/shifts.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace soak {

/// A round of one workload on one bank, or whatever it works on: opens it, lets threads come and
/// go, and checks the books.
template <class Workload, class B>
std::string bench_round(figures& all, support::dice& luck, std::size_t size) {
  const int posts = std::min(1 + luck.below(6), B::facts.most_threads);
  size = std::min(std::max(size, static_cast<std::size_t>(posts)), B::facts.most_accounts);
  B open{size};
  std::vector<bench::client> clients;
  for (int i = 0; i < posts; ++i)
    clients.emplace_back(
        static_cast<std::size_t>(i), size, static_cast<std::uint64_t>(luck.below(1'000'000)));
  shifts{.posts = posts,
         .interrupts = false,
         .work =
             [&](int post, support::dice&, const std::atomic<bool>& is_over) {
               bench::work<Workload>(open, clients[static_cast<std::size_t>(post)], [&] {
                 return is_over.load(std::memory_order_relaxed);
               });
             }}
      .run(all, luck);
  for (const bench::client& each : clients)
    all.operations += static_cast<std::uint64_t>(each.operations);
  return checked(open, clients);
}

template <class Workload, class B>
void add_round(std::vector<round>& to, std::vector<std::size_t> sizes) {
  to.push_back(
      {std::string{Workload::name} + " on " + std::string{B::facts.name},
       [sizes](figures& all, support::dice& luck) {
         const auto chosen = luck.below(static_cast<int>(sizes.size()));
         return bench_round<Workload, B>(all, luck, sizes[static_cast<std::size_t>(chosen)]);
       }});
}

}  // namespace soak
