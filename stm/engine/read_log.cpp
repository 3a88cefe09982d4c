// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/read_log.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

namespace stm::engine {

versioned read_log::read_slow(const cell_base& cell) {
  if (has_failed()) throw attempt_failed{};
  if (!is_in_snapshot()) {
    versioned now = load_or_wait(cell);
    now.word = without_soft(now.word);
    require_unchanged(size_);
    if (has_read(cell, now.word)) return now;
    if (size_ < limits::small_log) {
      entries_[size_++] = {&cell, now.word};
      return now;
    }
    enter_snapshot();
  }
  const versioned then = wait_version(cell, read_epoch_);
  if (mode_ & recording) recorded_->push_back({&cell, without_flags(then.word)});
  return then;
}

void read_log::record() {
  recorded_ = new std::vector<read_entry>;
  duties_ |= has_buffers;
  mode_ |= recording;
}

void read_log::enter_snapshot() {
  assert(!is_in_snapshot());
  thread_slot& place = slot_.snapshot_place();
  read_epoch_ = place.open_snapshot();
  place_ = &place;
  duties_ |= has_snapshot;
  mode_ |= in_snapshot;
  slot_.count(event::snapshot);
  // What has not changed since it was read is what the snapshot sees; see thread_slot.
  require_unchanged(size_);
  if (duties_ & has_pinned) slot_.unpin();
  duties_ &= static_cast<std::uint8_t>(~has_pinned);
}

bool read_log::has_read(const cell_base& cell, version_word word) const {
  return !is_in_snapshot() && std::any_of(entries_, entries_ + size_, [&](const read_entry& entry) {
    return entry.cell == &cell && entry.seen == without_flags(word);
  });
}

void read_log::move_seen(const cell_base& cell, version_move own) {
  for (unsigned i = 0; i < size_; ++i)
    if (entries_[i].cell == &cell) entries_[i].seen = without_flags(own.after);
}

void read_log::wait_for_change() {
  mark_waiting();
  throw attempt_failed{};
}

void read_log::finish() noexcept {
  const std::uint8_t duties = std::exchange(duties_, std::uint8_t{0});
  if (duties & has_snapshot) place_->close_snapshot();
  if (duties & has_pinned) slot_.unpin();
  if (duties & has_buffers) delete recorded_;
  if (duties & has_hooks_bit) delete hooks_;
}

}  // namespace stm::engine
