// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/spinlock.hpp>
#include <bench/string_bank.hpp>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace bench {

/// A spinlock a string, taken in address order, and strings edited in place: the yardstick.
class string_spinlocks {
 public:
  static constexpr bank_facts facts{
      .name = "string_spinlocks",
      .kind = "locks",
      .idea = "a spinlock a string, edited in place: the yardstick for strings",
      .audits = "none",
      .composes = "no: every caller must know which locks, and their order",
      .waits = "spins for operations on the same strings",
  };

  explicit string_spinlocks(std::size_t strings) : strings_(strings) {}

  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    const std::lock_guard first{strings_[std::min(raised, lowered)].lock};
    const std::lock_guard second{strings_[std::max(raised, lowered)].lock};
    raise(strings_[raised].text, at);
    lower(strings_[lowered].text, at);
  }
  std::string text(std::size_t id) {
    const std::lock_guard held{strings_[id].lock};
    return strings_[id].text;
  }

 private:
  struct alignas(apart) entry {
    spinlock lock;
    std::string text = opening_string();  // guarded by lock
  };
  std::vector<entry> strings_;
};

}  // namespace bench
