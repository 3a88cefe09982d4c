// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace opacity {

struct access {
  key at;
  written value;
};

/// Goes through the steps of one attempt again, and finds what it has seen of others and what it
/// leaves behind if it commits.
class replay {
 public:
  explicit replay(std::size_t keys) : places_(keys) {}

  /// Calls differs(key, seen, expected, whether that is its own write) where two looks at a
  /// variable do not agree.
  template <class Differs>
  void run(const thread_history& thread, std::size_t attempt, Differs differs) {
    start();
    const std::size_t first = thread.attempts[attempt].first_step;
    const std::size_t end = thread.end_of_steps(attempt);
    for (auto at = thread.steps.begin() + static_cast<std::ptrdiff_t>(first); number_ + first < end;
         ++at, ++number_) {
      switch (at->what) {
        case step::kind::read:
          read(*at, differs);
          break;
        case step::kind::write:
          write(*at);
          break;
        case step::kind::take_back:
          take_back(at->value);
          break;
      }
    }
    for (const own_write& each : writes_)
      if (place& p = places_[each.at]; p.own == each.value) left_.push_back({each.at, p.own});
  }

  /// The values of others, each variable once, in the order of the reads. Reads in blocks that were
  /// taken back count: what such a block has come to rests on them.
  [[nodiscard]] const std::vector<access>& seen() const { return seen_; }
  /// The last value of each variable that was written and not taken back.
  [[nodiscard]] const std::vector<access>& left() const { return left_; }
  /// What was seen of others at that variable; `nothing` if it was not read.
  [[nodiscard]] written seen_at(key k) const {
    return places_[k].run == run_ ? places_[k].others : nothing;
  }

 private:
  struct place {
    std::uint32_t run = 0;     // for which the rest holds
    written others = nothing;  // as it was first read
    written own = nothing;     // as it was last written
  };
  struct own_write {
    std::size_t number;  // of the step
    key at;
    written value;
    written before;  // the own value that it replaces, or nothing
  };

  void start() {
    ++run_;
    number_ = 0;
    seen_.clear();
    left_.clear();
    writes_.clear();
  }
  place& place_of(key k) {
    place& p = places_[k];
    if (p.run != run_) p = {run_, nothing, nothing};
    return p;
  }
  template <class Differs>
  void read(const step& s, Differs& differs) {
    place& p = place_of(s.at);
    if (p.own != nothing) {
      if (s.value != p.own) differs(s.at, s.value, p.own, true);
    } else if (p.others == nothing) {
      p.others = s.value;
      seen_.push_back({s.at, s.value});
    } else if (s.value != p.others) {
      differs(s.at, s.value, p.others, false);
    }
  }
  void write(const step& s) {
    place& p = place_of(s.at);
    writes_.push_back({number_, s.at, s.value, p.own});
    p.own = s.value;
  }
  void take_back(std::size_t first) {
    for (; !writes_.empty() && writes_.back().number >= first; writes_.pop_back())
      places_[writes_.back().at].own = writes_.back().before;
  }

  std::vector<place> places_;  // by key
  std::uint32_t run_ = 0;
  std::size_t number_ = 0;  // of the step
  std::vector<access> seen_, left_;
  std::vector<own_write> writes_;  // not taken back
};

}  // namespace opacity
