// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/within_preemptions.hpp>

#include <bit>
#include <stdexcept>
#include <string>

namespace stm::testing {

within_preemptions::within_preemptions(int most) : most_{most} {
  if (most < 0)
    throw std::invalid_argument{"within_preemptions: at most " + std::to_string(most) + " of them"};
}

void within_preemptions::begin(int) {
  done_ = 0;
  run_ = 0xcbf29ce484222325u;  // FNV-1a, Fowler, Noll, Vo (1991)
}

int within_preemptions::next(threads ready, int last) {
  const int chosen = choose(ready, last);
  for (const threads each : {ready, static_cast<threads>(chosen)})
    run_ = (run_ ^ each) * 0x100000001b3u;
  return chosen;
}

int within_preemptions::choose(threads ready, int last) {
  if (done_ < path_.size()) {
    const choice& before = path_[done_++];
    if (ready != before.ready) is_repeated_ = false;
    // Otherwise the run has become another one, and this is a new order.
    if (ready >> before.chosen & 1) return before.chosen;
    path_.resize(--done_);
  }
  const bool is_free = last == nobody || !(ready >> last & 1);
  const int first = is_free ? std::countr_zero(ready) : last;
  const int preemptions = path_.empty() ? 0 : path_.back().preemptions;
  const bool may_differ = is_free || preemptions < most_;
  path_.push_back(
      {.chosen = first,
       .ready = ready,
       .left = may_differ ? ready & ~(threads{1} << first) : 0,
       .preemptions = preemptions,
       .is_free = is_free});
  ++done_;
  return first;
}

/// Goes back to the last choice of which something is left.
bool within_preemptions::end(std::size_t) {
  if (done_ < path_.size()) is_repeated_ = false;
  path_.resize(done_);
  if (is_last_) {
    const bool is_all = is_repeated_ && run_ == first_;
    is_last_ = false;
    is_repeated_ = true;
    first_ = 0;
    if (is_all) {
      path_.clear();
      return false;
    }
    // It is the first one of another search.
  }
  if (first_ == 0) first_ = run_;
  while (!path_.empty() && !path_.back().left) path_.pop_back();
  if (path_.empty()) {
    is_last_ = true;
    return true;
  }
  choice& again = path_.back();
  // The first choice was to go on; all others here cost one where that was possible.
  if (const int before = path_.size() > 1 ? path_[path_.size() - 2].preemptions : 0; !again.is_free)
    again.preemptions = before + 1;
  again.chosen = std::countr_zero(again.left);
  again.left &= again.left - 1;
  return true;
}

}  // namespace stm::testing
