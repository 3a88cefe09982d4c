// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/read_log.hpp>

#include <algorithm>
#include <functional>

namespace stm::engine {

versioned read_log::read_slow(const cell_base& cell) {
  if (is_doomed()) throw attempt_failed{};
  for (;;) {
    versioned now = load_or_wait(cell);
    now.word = without_soft(now.word);
    const bool is_known = !(mode_ & timestamped) && has_read(cell, now.word);
    if (!(mode_ & timestamped) && !is_known && size_ >= small_limit - 1) {
      read_epoch_ = clock.now();
      mode_ |= timestamped;
      require_unchanged(size_);
      continue;
    }
    if (!(mode_ & timestamped)) {
      require_unchanged(size_);
    } else if (epoch_of(now.word) >= read_epoch_) {
      // As in access_log: if nothing has changed up to the new epoch, all is as if read then.
      read_epoch_ = clock.move_past(epoch_of(now.word));
      require_unchanged(size_);
      continue;
    }
    if (is_known) return now;
    if (size_ == capacity_) make_room();
    entries_[size_++] = {&cell, now.word};
    return now;
  }
}

bool read_log::has_read(const cell_base& cell, version_word word) const {
  return std::any_of(entries_, entries_ + size_, [&](const read_entry& entry) {
    return entry.cell == &cell && entry.seen == without_flags(word);
  });
}

void read_log::move_seen(const cell_base& cell, version_move own) {
  for (unsigned i = 0; i < size_; ++i)
    if (entries_[i].cell == &cell) entries_[i].seen = without_flags(own.after);
}

void read_log::make_room() {
  // A variable that was read again and again is there as often: once is enough.
  std::sort(entries_, entries_ + size_, [](const read_entry& a, const read_entry& b) {
    return std::less<>{}(a.cell, b.cell);
  });
  const auto* end = std::unique(entries_, entries_ + size_, [](const auto& a, const auto& b) {
    return a.cell == b.cell && a.seen == b.seen;
  });
  size_ = static_cast<unsigned>(end - entries_);
  if (size_ <= capacity_ / 2) return;

  if (!(duties_ & has_buffers)) {
    buffers_ = &borrow_buffers(slot_);
    duties_ |= has_buffers;
  }
  auto& reads = buffers_->reads;
  const unsigned room = 2 * capacity_;
  if (reads.size() < room) reads.resize(std::max<std::size_t>(room, reads.capacity()));
  if (entries_ == inline_) std::copy_n(inline_, size_, reads.begin());
  entries_ = reads.data();
  capacity_ = static_cast<unsigned>(reads.size());
}

void read_log::finish() noexcept {
  if (duties_ & has_pinned) slot_.unpin();
  if (duties_ & has_buffers) give_back_buffers(slot_, *buffers_);
}

}  // namespace stm::engine
