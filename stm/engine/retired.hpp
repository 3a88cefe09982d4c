// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stm::engine {

class thread_slot;

/// Something that was unlinked, and that others may still be reading.
struct retired_thing {
  void* what;
  void (*dispose)(void* what, thread_slot* by) noexcept;
  std::uint64_t born;  // seen by snapshots of this epoch and later ones
  std::uint64_t at;    // the epoch in which it was seen unlinked
};

/// What a thread has retired and not yet disposed of. Its own.
/// Epoch-based reclamation after Fraser: Practical lock-freedom, 2004, 5.2.3, but that a snapshot
/// holds back only the versions it sees, however long it lasts.
class retired_list {
 public:
  [[nodiscard]] bool is_empty() const noexcept { return things_.empty(); }
  /// Room for `count` more. Throws std::bad_alloc.
  void make_room(std::size_t count) {
    if (things_.capacity() - things_.size() < count) grow(count);
  }
  /// Requires room. The epoch is set by stamp().
  void add(void* what, void (*dispose)(void*, thread_slot*) noexcept, std::uint64_t born) noexcept {
    things_.push_back({what, dispose, born, 0});
  }
  /// To be called when what was added since the last call is unlinked: `epoch` loaded after that.
  void stamp(std::uint64_t epoch) noexcept {
    for (; stamped_ < things_.size(); ++stamped_) things_[stamped_].at = epoch;
  }

  /// Disposes of what nobody can be reading any more, if enough has come together. Runs
  /// destructors of values: to be called outside every transaction.
  void sweep_if_due(thread_slot& slot) {
    if (things_.size() >= look_at_) [[unlikely]]
      look(slot);
  }
  /// The same though it may be little. Returns how much there is left.
  std::size_t reclaim(thread_slot& slot);

 private:
  [[gnu::noinline, gnu::cold]] void grow(std::size_t count);
  [[gnu::noinline]] void look(thread_slot& slot);
  [[nodiscard]] bool is_let_go() const;
  void set_aside(const thread_slot& slot, std::uint64_t oldest_pin);
  void give_back_room() noexcept;

  std::vector<retired_thing> things_;
  std::vector<retired_thing> free_;  // room for those that a sweep is disposing of
  std::size_t stamped_ = 0;          // of the things, how many have their epoch
  std::size_t look_at_ = 0;          // look whether they are due when there are so many
  std::size_t sweep_at_ = 0;         // they are when there are so many
  // Of what the last sweep has held back:
  std::uint64_t pinned_at_ = 0;  // the last epoch of what pins held back; 0: there was none
  std::size_t needed_ = 0;       // how much was held back by snapshots
};

}  // namespace stm::engine
