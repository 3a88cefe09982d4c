// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>
#include <bench/work.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <span>
#include <thread>
#include <vector>

namespace bench {

/// One run of a workload: a fresh bank, or whatever it works on, and clients that use it for the
/// same stretch of time.
///
/// Clients are threads of the caller. Each counts what it has done until the time is up and
/// measures how long that took, so none is counted while it works alone.
template <class Workload, class B>
class run {
 public:
  using seconds = std::chrono::duration<double>;

  run(std::size_t accounts, std::size_t clients, std::uint64_t seed, seconds length)
      : bank_{accounts}, everybody_{static_cast<std::ptrdiff_t>(clients + 1)} {
    clients_.reserve(clients);
    for (std::size_t i = 0; i < clients; ++i) clients_.emplace_back(i, accounts, seed);
    keeper_ = std::jthread{[this, length] {
      everybody_.arrive_and_wait();
      std::this_thread::sleep_for(length);
      // Relaxed: a signal to stop; the results are handed over by whoever joins the clients.
      time_is_up_.store(true, std::memory_order_relaxed);
    }};
  }

  /// Works as this client until the time is up; blocks until all clients are there.
  seconds take_part(std::size_t number) {
    // On the stack of its thread, where the compiler can keep most of it in registers.
    client me = std::move(clients_[number]);
    everybody_.arrive_and_wait();
    const auto start = std::chrono::steady_clock::now();
    work<Workload>(bank_, me, [this] { return time_is_up_.load(std::memory_order_relaxed); });
    const auto end = std::chrono::steady_clock::now();
    clients_[number] = std::move(me);
    return end - start;
  }

  /// For use before the clients begin and after all have ended.
  B& bank() { return bank_; }
  std::span<const client> clients() const { return clients_; }

 private:
  alignas(apart) B bank_;
  alignas(apart) std::atomic<bool> time_is_up_{false};
  alignas(apart) std::latch everybody_;
  std::vector<client> clients_;
  std::jthread keeper_;
};

}  // namespace bench
