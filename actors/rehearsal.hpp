// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/deadline.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace actors {

namespace runtime {
class stage;
}

/// A scheduler for tests: runs its actors, each a rehearsed<A>, on the test's own thread, one
/// message at a time, in an order that can be chosen and repeated.
///
/// A step is one message of one actor that has something to do, with the process() that may follow
/// it. Steps are made by the functions here and, where the test itself waits for an actor, by that
/// wait. A handler that asks another rehearsed actor has only that one served meanwhile, up to the
/// answer. What can never come is no hang: the wait throws std::logic_error.
///
/// A step for which there is no memory is not made, and can be made later. A wait then has the
/// awaited actor alone served up to the answer, which order() does not tell, and throws
/// std::bad_alloc all the same.
///
/// Time is a clock of its own, which begins at 0. It stands still but for advance(), and where the
/// test waits with a deadline, or for the end of an actor, and nothing else is to be done: then it
/// jumps to what comes next.
///
/// Its actors belong to the thread that made it. A call from any other throws std::logic_error; a
/// stop from there ends the program with a message, a join does one or the other. It has to be
/// there as long as its actors.
class rehearsal {
 public:
  /// A random order; the same seed is the same order.
  explicit rehearsal(std::uint64_t seed);
  /// This order, as order() tells it: `"teller 1, account 1, teller 2"`. After its end: in the
  /// order in which they came to have something to do.
  explicit rehearsal(std::string_view script);
  ~rehearsal();
  rehearsal(const rehearsal&) = delete;
  rehearsal& operator=(const rehearsal&) = delete;

  /// Makes one step. False: there is nothing to do at this time.
  ///
  /// Throws std::logic_error where the script names an actor that has nothing to do, and in a
  /// handler.
  bool step();
  /// Makes steps until there is nothing to do at this time. Returns how many.
  ///
  /// Throws as step(), and std::logic_error where that takes too many steps.
  std::size_t run();
  /// run(), and the same at each time at which a rest ends, up to the one that is `wait` later.
  ///
  /// In a handler: it takes so long, and nothing else happens.
  template <class Rep, class Period>
  void advance(std::chrono::duration<Rep, Period> wait) {
    advance_to(runtime::deadline_after(now(), wait));
  }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const;

  /// The steps so far, a script for the next rehearsal. Each actor is named after its class and
  /// numbered among those of that name, in the order in which they were made.
  [[nodiscard]] std::string order() const;
  /// run(), advance() and each wait of the test throw after so many steps: 1'000'000 by default.
  void give_up_after(std::size_t steps);

 private:
  template <class A>
  friend class rehearsed;

  void advance_to(std::chrono::steady_clock::time_point time);

  std::unique_ptr<runtime::stage> stage_;
};

}  // namespace actors
