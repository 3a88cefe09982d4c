// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

/// What threads have done to variables, as they tell it themselves, and whether it could have
/// happened one transaction after another.
namespace opacity {

using key = std::uint32_t;      // of a variable; small numbers
using moment = std::uint64_t;   // on the clock of now()
using written = std::uint64_t;  // what is written: no two writes of a history write the same

//  63        56 55                       16 15               0
// +------------+---------------------------+------------------+
// | thread + 1 | number of its attempt     | number of the    |
// |            |                           | attempt's write  |
// +------------+---------------------------+------------------+
// The values tell who has written them, so that nothing rests on the versions that the library
// counts itself: they may be what is wrong.
constexpr written initial = 0;         // what every variable holds at first
constexpr written torn = ~written{0};  // parts of several values; nobody writes that
constexpr written nothing = ~written{0} - 1;

constexpr written make_written(std::size_t thread, std::size_t attempt, std::size_t write) {
  return (written{thread} + 1) << 56 | written{attempt} << 16 | written{write};
}
/// Requires: not initial.
constexpr std::size_t thread_of(written w) {
  return static_cast<std::size_t>(w >> 56) - 1;
}
constexpr std::size_t attempt_of(written w) {
  return (w >> 16) & ((written{1} << 40) - 1);
}

struct step {
  enum class kind : std::uint32_t {
    read,
    write,
    take_back  // all writes of the attempt from its step number `value` on are taken back
  };
  kind what;
  key at;
  written value;
};

/// One run of a block, or one commit of what was checked out.
struct attempt {
  moment begin;  // not after its first access to anything
  moment end;    // not before its last
  std::uint32_t first_step;
  bool is_committed;
};

/// Of one thread, each in the order in which it happened.
struct thread_history {
  // Deques, as an attempt shall not be held up by the moving of all that was noted before.
  std::deque<step> steps;
  std::deque<attempt> attempts;

  /// The step after the attempt's last.
  [[nodiscard]] std::size_t end_of_steps(std::size_t number) const {
    return number + 1 < attempts.size() ? attempts[number + 1].first_step : steps.size();
  }
};
using history = std::vector<thread_history>;

}  // namespace opacity
