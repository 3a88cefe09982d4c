// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/read_log.hpp>

#include <algorithm>

namespace stm::engine {

versioned read_log::read_slow(const cell_base& cell) {
  if (is_doomed()) throw attempt_failed{};
  if (!(mode_ & timestamped) && size_ >= small_limit - 1) {
    read_epoch_ = clock.now();
    mode_ |= timestamped;
    require_unchanged(size_);
  }
  for (;;) {
    versioned now = load_or_wait(cell);
    if (!(mode_ & timestamped)) {
      require_unchanged(size_);
    } else if (epoch_of(now.word) >= read_epoch_) {
      // As in access_log: if nothing has changed up to the new epoch, all is as if read then.
      read_epoch_ = clock.move_past(epoch_of(now.word));
      require_unchanged(size_);
      continue;
    }
    if (size_ == capacity_) grow();
    now.word = without_soft(now.word);
    entries_[size_++] = {&cell, now.word};
    return now;
  }
}

void read_log::grow() {
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
