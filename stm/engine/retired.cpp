// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/limits.hpp>
#include <stm/engine/retired.hpp>
#include <stm/engine/thread_slot.hpp>

#include <algorithm>
#include <limits>

namespace stm::engine {
namespace {

#if defined(__has_feature)
#define TALLY_HAS_FEATURE(x) __has_feature(x)
#else
#define TALLY_HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__) || \
    TALLY_HAS_FEATURE(thread_sanitizer) || TALLY_HAS_FEATURE(address_sanitizer)
constexpr std::size_t batch = 4;  // so that faults of reclamation show soon
#else
constexpr std::size_t batch = limits::retired_batch;
#endif

}  // namespace

void retired_list::grow(std::size_t count) {
  const std::size_t room = std::max({2 * things_.capacity(), things_.size() + count, batch});
  free_.reserve(room);
  things_.reserve(room);
}

void retired_list::sweep(thread_slot& slot) {
  if (things_.size() < batch) return;
  // A reader that goes over from its pin to a snapshot in between has found out by then that
  // nothing that it holds was replaced; see read_log::enter_snapshot().
  slot.snapshots.find(domain.snapshots.now());
  const std::uint64_t oldest = thread_slot::oldest_pin();

  std::uint64_t pinned_at = 0;
  const auto first_free = std::partition(things_.begin(), things_.end(), [&](const auto& each) {
    if (each.at >= oldest) pinned_at = std::max(pinned_at, each.at);
    return each.at >= oldest || slot.snapshots.need(each.born, each.at);
  });
  // Who pins from here on holds none of these back.
  if (pinned_at != 0) domain.clock.move_past(pinned_at);

  // Put aside first: a destructor may run transactions, and so retire, itself.
  free_.assign(first_free, things_.end());
  things_.erase(first_free, things_.end());
  stamped_ = things_.size();
  sweep_at_ = std::numeric_limits<std::size_t>::max();
  while (!free_.empty()) {  // What it retires may need more room, here as well.
    const retired_thing each = free_.back();
    free_.pop_back();
    each.dispose(each.what, &slot);
  }
  // Twice what a reader holds back: the look stays cheap for each thing however long that takes.
  sweep_at_ = 2 * stamped_ + batch;
}

}  // namespace stm::engine
