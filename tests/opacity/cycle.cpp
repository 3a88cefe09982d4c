// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/cycle.hpp>

#include <algorithm>
#include <cstddef>

namespace opacity {

namespace {

/// Looks for short cycles among the attempts of the core, breadth first from each of them.
class search {
 public:
  search(const numbering& numbers, const graph& all, const std::vector<node>& core)
      : all_{all}, by_begin_{core}, came_(all.attempts(), not_in_core) {
    const auto begin = [&](node n) { return numbers.attempt_of(n).begin; };
    std::sort(
        by_begin_.begin(), by_begin_.end(), [&](node a, node b) { return begin(a) < begin(b); });
    for (const node n : by_begin_) begins_.push_back(begin(n));
    for (const node n : core) {
      came_[n] = not_reached;
      ends_.push_back({n, numbers.attempt_of(n).end});
    }
  }

  cycle run() {
    best_.is_shortest = true;
    for (const node source : by_begin_) {
      // Once some cycle is known, the rest only makes it shorter.
      if (steps_ > most_steps && !best_.links.empty()) {
        best_.is_shortest = false;
        break;
      }
      look_from(source);
      for (const reached& each : queue_) came_[each.link.from] = not_reached;
    }
    return best_;
  }

 private:
  static constexpr std::size_t most_steps = 30'000'000;
  static constexpr std::size_t not_in_core = ~std::size_t{0};
  static constexpr std::size_t not_reached = not_in_core - 1;
  /// An attempt that was come to, and the link that leads on from it is in the one after it.
  struct reached {
    cycle::link link;    // from: the attempt; the rest: how it was come to
    std::size_t parent;  // in the queue
    std::size_t length;  // of the way
  };

  void look_from(node source) {
    queue_.clear();
    latest_ = by_begin_.size();
    reach(source, edge::time, 0, 0, 0);
    for (std::size_t i = 0; i < queue_.size(); ++i) {
      const reached here = queue_[i];
      if (!best_.links.empty() && here.length + 1 >= best_.links.size()) return;
      bool is_closed = false;
      const auto go = [&](node to, edge why, key at) {
        ++steps_;
        if (is_closed || came_[to] == not_in_core) return;
        if (to == source) {
          is_closed = true;
          keep(i, {source, why, at});
        } else if (came_[to] == not_reached) {
          reach(to, why, at, i, here.length + 1);
        }
      };
      all_.for_each_conflict(here.link.from, go);
      // What began after its end is the rest of that order, of which a part may be done already.
      const auto first = std::upper_bound(begins_.begin(), begins_.end(), end_of(here.link.from));
      for (const auto until = static_cast<std::size_t>(first - begins_.begin()); latest_ > until;)
        go(by_begin_[--latest_], edge::time, 0);
      if (is_closed) return;
    }
  }
  void reach(node n, edge why, key at, std::size_t parent, std::size_t length) {
    came_[n] = parent;
    queue_.push_back({{n, why, at}, parent, length});
  }
  /// The way to queue_[last], and back to the source by `closing`.
  void keep(std::size_t last, cycle::link closing) {
    std::vector<cycle::link> links;
    for (std::size_t i = last;; i = queue_[i].parent) {
      const cycle::link& here = queue_[i].link;
      links.push_back({here.from, closing.why, closing.at});
      closing = here;
      if (i == 0) break;
    }
    best_.links.assign(links.rbegin(), links.rend());
  }
  [[nodiscard]] moment end_of(node n) const {
    return std::lower_bound(ends_.begin(), ends_.end(), n,
                            [](const auto& each, node other) { return each.first < other; })
        ->second;
  }

  const graph& all_;
  std::vector<node> by_begin_;                 // the core, by the moments of begin
  std::vector<moment> begins_;                 // these moments
  std::vector<std::pair<node, moment>> ends_;  // the core, by number
  std::vector<std::size_t> came_;              // of each attempt: from where in the queue
  std::vector<reached> queue_;                 // of the search that is under way
  std::size_t latest_ = 0;                     // the first in by_begin_ that was come to by time
  std::size_t steps_ = 0;
  cycle best_;
};

}  // namespace

cycle short_cycle(const numbering& numbers, const graph& all, const std::vector<node>& core) {
  return search{numbers, all, core}.run();
}

}  // namespace opacity
