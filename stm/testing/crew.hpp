// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/baton.hpp>
#include <stm/testing/order_source.hpp>
#include <stm/testing/random_walk.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace stm::testing {

/// Threads of which one runs at a time: at each of its schedule points it says who goes on.
///
/// Whoever runs holds the turn; what they share is guarded by it, and a baton each hands it on.
class crew {
 public:
  struct run_result {
    std::string order;
    std::uint64_t fingerprint;  // of the order
    std::size_t steps;
    bool is_cut;
    std::exception_ptr failure;
  };
  // A run that is longer goes on in a random order, which ends sooner or later.
  static constexpr std::size_t most_steps = 20'000;
  static constexpr std::size_t steps_without_end = 100 * most_steps;

  crew() = default;
  ~crew();
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  run_result run(std::vector<std::function<void()>>& works, order_source& source);

 private:
  struct member {
    explicit member(int n) : number{n} {}

    int number;
    baton turn;
    std::function<void()>* work = nullptr;
    std::chrono::steady_clock::time_point until{};  // of its sleep
    std::exception_ptr failure;
    std::thread handle;  // last: it uses the others
  };

  void live(member& self);
  void step(member& self);
  void sleep(member& self);
  [[nodiscard]] threads ready();
  [[nodiscard]] int choose();
  [[nodiscard]] int wake_latecomer();
  void hand_on(int next);
  void note(int next);
  [[nodiscard]] std::string order() const;
  [[noreturn]] void give_up(const char* why) const;

  static inline constinit thread_local crew* in_use = nullptr;
  static inline constinit thread_local member* own = nullptr;

  // Guarded by the turn.
  std::deque<member> members_;
  baton over_;
  order_source* source_ = nullptr;
  threads alive_ = 0;
  threads asleep_ = 0;
  threads waiting_ = 0;  // for another thread to change something
  int last_ = order_source::nobody;
  std::size_t steps_ = 0;
  std::uint64_t fingerprint_ = 0;
  std::vector<std::pair<int, std::size_t>> order_;  // who made how many steps
  random_walk ending_{1};                           // of runs that are too long
  bool is_dismissed_ = false;
};

}  // namespace stm::testing
