// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/baton.hpp>
#include <stm/testing/order_source.hpp>
#include <stm/testing/random_walk.hpp>

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stm::testing {

/// Threads of which one runs at a time: at each of its schedule points it says who goes on.
///
/// Whoever runs holds the turn; what they share is guarded by it, and a baton each hands it on.
/// There are the hands, who do the works of a run; those that the library starts, for as long as
/// they live; and the director, who sets all up before the works and clears away after them.
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

  // The numbers: of the hands, from 0 on; of those that are started, the lowest that is free.
  static constexpr int first_started = 16;
  static constexpr int director = 31;

  crew();
  ~crew();
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  /// While it lives the calling thread is the director. Its end waits for that of all threads that
  /// were started meanwhile.
  class direction;

  /// Lets hands do the works, as the source says, until the last one is done; for the director.
  /// Threads that were started may still be in the middle of something then.
  run_result run(std::vector<std::function<void()>>& works, order_source& source);

 private:
  class member;

  void hire();
  void live(member& self);
  void leave(member& self);
  void add_started(std::shared_ptr<member> fresh);
  void step(member& self);
  void sleep(member& self);
  [[nodiscard]] threads ready();
  [[nodiscard]] int choose();
  [[nodiscard]] int choose_aside(threads able);
  [[nodiscard]] int wake_latecomer();
  void hand_on(int next);
  void note(int next);
  [[nodiscard]] std::string order() const;
  [[noreturn]] void give_up(const char* why) const;

  // Guarded by the turn.
  std::vector<std::shared_ptr<member>> hands_;
  std::array<std::shared_ptr<member>, 32> members_;  // of this run, by their numbers
  order_source* source_ = nullptr;                   // null: before or after a run
  threads alive_ = 0;
  threads asleep_ = 0;
  threads waiting_ = 0;  // for another thread to change something
  int last_ = order_source::nobody;
  std::size_t steps_ = 0;
  std::size_t steps_aside_ = 0;  // before and after the works
  std::uint64_t fingerprint_ = 0;
  std::vector<std::pair<int, std::size_t>> order_;  // who made how many steps
  random_walk ending_{1};                           // of runs that are too long
  bool is_dismissed_ = false;
};

class crew::direction {
 public:
  explicit direction(crew& team);
  ~direction();
  direction(const direction&) = delete;
  direction& operator=(const direction&) = delete;

 private:
  crew& team_;
  std::shared_ptr<member> self_;
};

}  // namespace stm::testing
