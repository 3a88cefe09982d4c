// SPDX-License-Identifier: BSL-1.0
#pragma once

// Memory that runs out, at each allocation in turn. For one source file of a program: it replaces
// the global operators.
#include <doctest/doctest.h>

#include <tests/support/elsewhere.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace support {

inline thread_local int allocations_left = 0;  // 0: no limit
inline thread_local bool has_run_out = false;

inline void* allocate(std::size_t size, std::size_t alignment) {
  if (allocations_left != 0 && --allocations_left == 0) {
    has_run_out = true;
    throw std::bad_alloc{};
  }
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* got = std::aligned_alloc(alignment, rounded ? rounded : alignment);
  if (!got) throw std::bad_alloc{};
  return got;
}

}  // namespace support

void* operator new(std::size_t size) {
  return support::allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return support::allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* p) noexcept {
  std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
  std::free(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
  std::free(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}

namespace support {

/// Runs `work` again and again, each time without memory from a later allocation on, until it runs
/// through. After each failure all has to be as `is_untouched` says, and `usable` has to run
/// through in another thread: nothing is locked. AddressSanitizer tells what was lost.
template <class Work, class IsUntouched, class Usable>
void without_memory_everywhere(Work work, IsUntouched is_untouched, Usable usable) {
  for (int failures = 0;; ++failures) {
    bool has_thrown = false;
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
