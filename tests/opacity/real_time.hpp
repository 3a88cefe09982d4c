// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/numbering.hpp>

#include <vector>

namespace opacity {

/// Which attempt had ended before which other one began.
///
/// Of n attempts that can be n * n pairs. So the ends make a chain, in the order of time, whose
/// links are nodes of their own, n to 2n - 1: an attempt leads to the link of its end, a link to
/// the next one, and to the attempts that began between the two.
class real_time {
 public:
  explicit real_time(const numbering& numbers);

  [[nodiscard]] bool is_link(node n) const { return n >= size(); }
  [[nodiscard]] node link_of(node attempt) const { return size() + place_of_end_[attempt]; }

  /// Calls visit(node) for each node that an attempt, or a link, leads to.
  template <class Visit>
  void for_each_successor(node n, Visit visit) const {
    if (!is_link(n)) return visit(link_of(n));
    const node place = n - size();
    const bool is_last = place + 1 == size();
    if (!is_last) visit(n + 1);
    const node end = is_last ? size() : begun_before_[place + 1];
    for (node i = begun_before_[place]; i < end; ++i) visit(by_begin_[i]);
  }
  /// Calls visit(node) for each node that leads to an attempt, or a link.
  template <class Visit>
  void for_each_predecessor(node n, Visit visit) const {
    if (!is_link(n)) {
      if (last_ended_[n] != no_node) visit(size() + last_ended_[n]);
      return;
    }
    if (n > size()) visit(n - 1);
    visit(by_end_[n - size()]);
  }

 private:
  [[nodiscard]] node size() const { return static_cast<node>(by_end_.size()); }

  std::vector<node> by_begin_, by_end_;  // the attempts in these orders
  std::vector<node> place_of_end_;       // of each attempt, in by_end_
  std::vector<node> last_ended_;         // before each attempt's begin: a place in by_end_
  std::vector<node> begun_before_;       // how many until each end, the moment included
};

}  // namespace opacity
