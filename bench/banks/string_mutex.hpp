// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/string_bank.hpp>

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace bench {

/// One std::mutex for all strings, which are edited in place.
class string_mutex {
 public:
  static constexpr bank_facts facts{
      .name = "string_mutex",
      .kind = "locks",
      .idea = "one std::mutex around all strings, edited in place",
      .audits = "none",
      .composes = "only inside the one lock",
      .waits = "for anybody's operation, on any string",
  };

  explicit string_mutex(std::size_t strings) : strings_(strings) {}

  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    const std::lock_guard held{mutex_};
    raise(strings_[raised].text, at);
    lower(strings_[lowered].text, at);
  }
  std::string text(std::size_t id) {
    const std::lock_guard held{mutex_};
    return strings_[id].text;
  }

 private:
  struct alignas(apart) entry {
    std::string text = opening_string();
  };
  alignas(apart) std::mutex mutex_;
  alignas(apart) std::vector<entry> strings_;  // guarded by mutex_
};

}  // namespace bench
