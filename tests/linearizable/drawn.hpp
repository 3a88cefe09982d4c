// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/checker.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace linearizable {

/// What each thread of a scene does, one after the other.
template <class Model>
using script_of = std::vector<std::vector<typename Model::operation>>;

/// Random numbers for a script.
class dice {
 public:
  explicit dice(std::uint64_t seed) : numbers_{seed} {}

  /// 0 or more, less than `end`.
  int below(int end) { return static_cast<int>(numbers_() % static_cast<unsigned>(end)); }
  template <class T>
  T one_of(std::initializer_list<T> some) {
    return some.begin()[below(static_cast<int>(some.size()))];
  }

 private:
  std::mt19937_64 numbers_;
};

/// Whether the threads of a script can come to where all that are left have to wait.
template <sequential Model>
class dead_ends {
 public:
  explicit dead_ends(const script_of<Model>& all) : all_{all}, made_(all.size()) {}

  bool are_there(const Model& now) {
    if (!tried_.emplace(made_, now).second) return false;
    bool is_over = true, can_go_on = false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (made_[i] == all_[i].size()) continue;
      is_over = false;
      Model next = now;
      if (!next.apply(all_[i][made_[i]])) continue;
      can_go_on = true;
      ++made_[i];
      const bool found = are_there(next);
      --made_[i];
      if (found) return true;
    }
    return !is_over && !can_go_on;
  }

 private:
  const script_of<Model>& all_;
  std::vector<std::size_t> made_;  // how many operations of each thread
  std::set<std::pair<std::vector<std::size_t>, Model>> tried_;
};

template <sequential Model>
bool can_get_stuck(const script_of<Model>& all, const Model& initial) {
  return dead_ends<Model>{all}.are_there(initial);
}

}  // namespace linearizable
