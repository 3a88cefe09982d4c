// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/limits.hpp>
#include <stm/engine/retired.hpp>
#include <stm/engine/thread_slot.hpp>

#include <algorithm>
#include <limits>
#include <new>

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

// Room that is kept for use again, though only a part of it is needed.
constexpr std::size_t spare_room = 32 * batch;

// A list is never so long that it is due again while it is being disposed of.
constexpr std::size_t disposing = std::numeric_limits<std::size_t>::max();

}  // namespace

void retired_list::grow(std::size_t count) {
  const std::size_t room = std::max({2 * things_.capacity(), things_.size() + count, batch});
  free_.reserve(room);
  things_.reserve(room);
}

void retired_list::look(thread_slot& slot) {
  if (things_.size() < batch) return;
  if (things_.size() >= sweep_at_ || is_let_go())
    reclaim(slot);
  else
    look_at_ = things_.size() + batch;
}

/// Nobody holds back any more what the last sweep has left, or at least half of all there is.
bool retired_list::is_let_go() const {
  if (pinned_at_ != 0 && thread_slot::oldest_pin() <= pinned_at_) return false;
  if (needed_ != 0 && !snapshot_count::is_any_open(domain.snapshots.now())) return true;
  return pinned_at_ != 0 && things_.size() >= 2 * needed_;
}

std::size_t retired_list::reclaim(thread_slot& slot) {
  // Not in a destructor that this runs itself.
  if (look_at_ == disposing) return things_.size() + free_.size();
  // In a destructor that runs at the end of an attempt, what its commit has unlinked has no epoch
  // yet.
  stamp(domain.clock.now());
  // A reader that goes over from its pin to a snapshot in between has found out by then that
  // nothing that it holds was replaced; see read_log::enter_snapshot().
  slot.snapshots.find(domain.snapshots.now());
  set_aside(slot, thread_slot::oldest_pin());
  const std::size_t held = things_.size();
  // Who pins from here on holds none of these back.
  if (pinned_at_ != 0) domain.clock.move_past(pinned_at_);

  look_at_ = disposing;
  while (!free_.empty()) {  // What it retires may need more room, here as well.
    const retired_thing each = free_.back();
    free_.pop_back();
    each.dispose(each.what, &slot);
  }
  give_back_room();
  // Not counted is what destructors have retired: nobody may hold that back.
  look_at_ = held + batch;
  // Twice what readers hold back: the look stays cheap for each thing however long that takes.
  sweep_at_ = 2 * held + batch;
  return things_.size();
}

/// Moves what nobody can be reading to free_, where there is room: a destructor may run
/// transactions, and so retire, itself.
void retired_list::set_aside(const thread_slot& slot, std::uint64_t oldest_pin) {
  pinned_at_ = 0;
  needed_ = 0;
  const auto held = std::remove_if(things_.begin(), things_.end(), [&](const auto& each) {
    if (each.at >= oldest_pin) {
      pinned_at_ = std::max(pinned_at_, each.at);
      return false;
    }
    if (slot.snapshots.need(each.born, each.at)) return ++needed_, false;
    free_.push_back(each);
    return true;
  });
  things_.erase(held, things_.end());
  stamped_ = things_.size();
}

/// What a reader has held back for long may have been very much.
void retired_list::give_back_room() noexcept {
  if (things_.capacity() <= spare_room || things_.size() > things_.capacity() / 8) return;
  try {
    std::vector<retired_thing> fewer;
    fewer.reserve(std::max(2 * things_.size(), batch));
    fewer.assign(things_.begin(), things_.end());
    std::vector<retired_thing> few;
    few.reserve(fewer.capacity());
    things_.swap(fewer);
    free_.swap(few);
  } catch (const std::bad_alloc&) {
    // Then it stays.
  }
}

}  // namespace stm::engine
