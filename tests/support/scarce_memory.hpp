// SPDX-License-Identifier: BSL-1.0
#pragma once

// Memory that runs out, at each allocation in turn. The program has replaced_new.cpp among its
// sources.
#include <doctest/doctest.h>

#include <tests/support/elsewhere.hpp>
#include <tests/support/replaced_new.hpp>

#include <new>

namespace support {

inline thread_local int allocations_left = 0;  // 0: no limit
inline thread_local bool has_run_out = false;

inline const bool memory_can_run_out = [] {
  before_allocation = [] {
    if (allocations_left != 0 && --allocations_left == 0) {
      has_run_out = true;
      throw std::bad_alloc{};
    }
  };
  return true;
}();

/// Runs `work` again and again, each time without memory from a later allocation on, until it runs
/// through. After each failure all has to be as `is_untouched` says, and `usable` has to run
/// through in another thread: nothing is locked. AddressSanitizer tells what was lost.
template <class Work, class IsUntouched, class Usable>
void without_memory_everywhere(Work work, [[maybe_unused]] IsUntouched is_untouched,
                               Usable usable) {
  for (int failures = 0;; ++failures) {
    [[maybe_unused]] bool has_thrown = false;
    has_run_out = false;
    allocations_left = failures + 1;
    try {
      work();
    } catch (const std::bad_alloc&) {
      has_thrown = true;
    }
    allocations_left = 0;
    if (!has_run_out) {
      CHECK_FALSE(has_thrown);
      CHECK(failures > 0);
      CHECK_FALSE(is_untouched());
      return;
    }
    CAPTURE(failures);
    REQUIRE(has_thrown);
    REQUIRE(is_untouched());
    support::elsewhere(usable);
  }
}

}  // namespace support
