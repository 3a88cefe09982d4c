// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifndef TALLY_SCHEDULE_HOOK
#error "stm/testing.hpp is for programs that are built with tally-stm-testing"
#endif

#include <stm/testing/order_source.hpp>

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stm::testing {

/// The threads of one run, and what has to hold after it.
class scene {
 public:
  static constexpr int most_threads = 16;

  /// Adds a thread. What it throws is a failure. Throws std::length_error for one too many.
  void thread(std::function<void()> work);
  /// Adds a check, to be made when all these threads have ended. What it throws is a failure.
  void afterwards(std::function<void()> check) { checks_.push_back(std::move(check)); }

 private:
  friend class explorer;

  std::vector<std::function<void()>> threads_;
  std::vector<std::function<void()>> checks_;
};

/// Describes a run: makes what its threads share, and adds them. Called before every run.
using script = std::function<void(scene&)>;

/// What has been tried.
struct explored {
  std::size_t runs = 0;
  std::size_t distinct = 0;  // orders
  std::size_t longest = 0;   // run, in steps
  std::size_t cut = 0;       // runs that were too long, and ended in a random order
  bool is_all = false;       // the source of orders has no other, and no run was cut
};

/// A run has failed: what() says how, and order() how to see it again.
class failed_order : public std::runtime_error {
 public:
  failed_order(const std::string& why, std::string order);

  /// Who made how many steps: "0*13 1*4 0*2", for replay().
  [[nodiscard]] const std::string& order() const { return order_; }

 private:
  std::string order_;
};

/// Runs the script again and again, each time in another order of its threads' steps; at most so
/// many times. Blocks. Throws failed_order for the first run that fails, and what the script
/// throws.
///
/// One thread runs at a time, and another one may take over wherever a transaction or a store
/// touches what threads share. They have to wait for each other in transactions alone: a mutex
/// would stop them all. Where all of them sleep the earliest time-out comes; if there is none, or a
/// run does not end, the program is aborted, as nothing can end such threads, and the order is
/// written to stderr. On Linux they all stay on the core of the calling thread meanwhile.
///
/// Threads that the library starts for the scene, those of a pool and of an actor, take part as
/// well, with numbers from 16 on, and have to end with it: what holds them is made by the script or
/// by a thread, and gone when the scene is. The script and the checks may wait for them. Before and
/// after the threads of the scene there is one order, in which whoever runs goes on as long as
/// possible.
explored explore(order_source& source, std::size_t runs, const script& describe);

/// Runs the script once, in an order that explore() has told. Where the threads come to more steps,
/// or one of them cannot go on as told, it goes on as it can. Throws std::invalid_argument for what
/// is no order, and failed_order.
void replay(std::string_view order, const script& describe);

}  // namespace stm::testing
