// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/map_model.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace linearizable {

struct store_script {
  std::vector<map_operation> before;  // made by nobody, before the threads begin
  script_of<map_model> threads;
  int handles = 0;
};

/// Draws operations for the threads one by one; each value is another one.
class store_script_writer {
 public:
  explicit store_script_writer(std::uint64_t seed) : dice_{seed} {
    const bool is_two = seed % 2 == 0;
    keys_ = is_two ? 2 : 3;
    for (int i = 0; i < keys_; ++i)
      if (dice_.below(2)) written_.before.push_back({map_kind::write, key(i), ++value_});
    written_.threads.resize(is_two ? 2 : 3);
    for (auto& thread : written_.threads)
      while (thread.size() < (is_two ? 4u : 3u)) write_next(thread);
  }

  store_script written() && { return std::move(written_); }

 private:
  static std::string key(int i) { return {static_cast<char>('a' + i)}; }

  /// Handles come by pairs: checked out and committed, with something in between now and then.
  void write_next(std::vector<map_operation>& thread) {
    map_operation next{map_kind::read, key(dice_.below(keys_)), ++value_};
    next.other = key((next.key[0] - 'a' + 1) % keys_);
    const int drawn = dice_.below(13);
    if (drawn < 9) {
      next.what = dice_.one_of(
          {map_kind::read, map_kind::write, map_kind::add, map_kind::exchange, map_kind::swap,
           map_kind::erase, map_kind::erase, map_kind::contains, map_kind::list, map_kind::list});
      thread.push_back(next);
      return;
    }
    next.handle = written_.handles++;
    next.what = drawn < 11 ? map_kind::check_out : map_kind::check_out_two;
    thread.push_back(next);
    if (drawn == 10) thread.push_back({map_kind::write, next.other, ++value_});
    next.what = dice_.below(4) ? map_kind::commit : map_kind::commit_erased;
    thread.push_back(next);
  }

  dice dice_;
  int keys_;
  int value_ = 0;
  store_script written_;
};

inline store_script draw_store_script(std::uint64_t seed) {
  return store_script_writer{seed}.written();
}

/// Three threads that erase one key at once, and make it again. In scripts with more keys and more
/// operations two erasures of a key that has a value hardly ever meet.
inline store_script draw_erasures(std::uint64_t seed) {
  dice luck{seed};
  store_script drawn;
  int value = 0;
  if (seed % 2) drawn.before.push_back({map_kind::write, "a", ++value});
  drawn.threads.resize(3);
  for (auto& thread : drawn.threads)
    while (thread.size() < 2)
      thread.push_back(
          {luck.one_of({map_kind::erase, map_kind::erase, map_kind::write, map_kind::exchange}),
           "a", ++value});
  return drawn;
}

}  // namespace linearizable
