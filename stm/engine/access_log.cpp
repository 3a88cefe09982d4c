// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/access_log.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/reclaim.hpp>

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

namespace stm::engine {

unsigned access_log::open_slow(cell_base& cell) {
  if (is_doomed()) throw attempt_failed{};
  if (const unsigned known = find(cell); known != none) return known;
  if (mode_ & delegated) {
    const versioned now = outer_->read(cell);
    return append(cell, now.word | entry_is_read, now.value);
  }
  if (!(mode_ & timestamped) && size_ >= small_limit - 1) {
    read_epoch_ = clock.now();
    mode_ |= timestamped;
    require_unchanged(size_);
  }
  for (;;) {
    const versioned now = load_or_wait(cell);
    if (!(mode_ & timestamped)) {
      require_unchanged(size_);
    } else if (epoch_of(now.word) >= read_epoch_) {
      // Extension: if nothing has changed up to the new epoch, all is as if read then. The
      // variable is read again, since it may have changed between its read and the move.
      read_epoch_ = clock.move_past(epoch_of(now.word));
      require_unchanged(size_);
      continue;
    }
    return append(cell, without_soft(now.word) | entry_is_read, now.value);
  }
}

void access_log::fail(const log_entry& entry) {
  const log_entry lost = entry;
  // Nothing is known any more: every later read, also of these, comes to open_slow() and throws.
  size_ = 0;
  mode_ &= static_cast<std::uint16_t>(~hashed);
  attempt::fail(*lost.cell, lost.seen);
}

void access_log::require_writable() const {
  if (is_doomed()) throw attempt_failed{};
  if (mode_ & (delegated | looking))
    throw std::logic_error{"stm: a block inside read_only() has written a variable"};
}

void access_log::prepare_write(unsigned index) {
  require_writable();
  if (mode_ & nested) save(index);
}

void access_log::pin_outer() {
  outer_->pin();
}

bool access_log::has_read(const cell_base& cell, version_word word) const {
  const unsigned known = find(cell);
  return known != none && (seen(known) & entry_is_read) &&
         without_flags(seen(known)) == without_flags(word);
}

void access_log::move_seen(const cell_base& cell, version_move own) {
  log_entry& entry = entries_[find(cell)];
  entry.seen = without_flags(own.after) | (entry.seen & flag_bits);
}

const attempt& access_log::outermost() const noexcept {
  if (mode_ & delegated) return *outer_;
  return *this;
}

std::uint64_t access_log::share_writes() {
  static constinit atomic<std::uint64_t> last{0};
  // Relaxed: the number has to be new, nothing more.
  if (!(mode_ & sharing)) draft_ = last.fetch_add(1, std::memory_order_relaxed) + 1;
  mode_ |= sharing;
  return draft_;
}

void access_log::set_lost(const log_entry& entry) noexcept {
  lost_ = {entry.cell, version_of(entry.seen),
           version_of(entry.cell->word.load(std::memory_order_relaxed))};
}

// ---- growth

void access_log::borrow() {
  if (duties_ & has_buffers) return;
  buffers_ = &borrow_buffers(slot_);
  duties_ |= has_buffers;
}

void access_log::grow() {
  borrow();
  auto& entries = buffers_->entries;
  const unsigned room = 2 * capacity_;
  if (entries.size() < room) entries.resize(room);
  if (entries_ == inline_) std::copy_n(inline_, size_, entries.begin());
  entries_ = entries.data();
  if (size_ >= hash_from) reindex(4 * room);
  capacity_ = room;
}

namespace {

std::size_t hash_of(const cell_base& cell) noexcept {
  // Fibonacci hashing of the address; cells are 32 bytes apart or more.
  return static_cast<std::size_t>(
      ((reinterpret_cast<std::uintptr_t>(&cell) >> 5) * 0x9E3779B97F4A7C15u) >> 16);
}

}  // namespace

void access_log::reindex(std::size_t slots) {
  auto& index = buffers_->index;
  if (index.size() < slots) index.resize(slots);
  std::fill_n(index.begin(), slots, 0u);
  index_mask_ = slots - 1;
  mode_ |= hashed;
  for (unsigned i = 0; i < size_; ++i)
    if (entries_[i].cell) index_entry(i);
}

void access_log::index_entry(unsigned i) noexcept {
  auto& index = buffers_->index;
  std::size_t at = hash_of(*entries_[i].cell) & index_mask_;
  while (index[at]) at = (at + 1) & index_mask_;
  index[at] = i + 1;
}

unsigned access_log::search_index(const cell_base& cell) const {
  const auto& index = buffers_->index;
  for (std::size_t at = hash_of(cell) & index_mask_; index[at]; at = (at + 1) & index_mask_)
    if (entries_[index[at] - 1].cell == &cell) return index[at] - 1;
  return none;
}

// ---- nesting

std::size_t access_log::undo_size() const noexcept {
  return duties_ & has_buffers ? buffers_->undo.size() : 0;
}

access_log::mark access_log::begin_nested() noexcept {
  const bool is_outermost = !(mode_ & nested);
  const mark began{size_, undo_size(), is_outermost ? 0 : undo_floor_, is_outermost};
  undo_floor_ = began.undo_floor;
  mode_ |= nested;
  return began;
}

void access_log::end_nested(const mark& began) noexcept {
  undo_floor_ = began.outer_floor;
  if (!began.is_outermost) return;
  mode_ &= static_cast<std::uint16_t>(~nested);
  if (duties_ & has_buffers) buffers_->undo.clear();
}

void access_log::save(unsigned index) {
  borrow();
  auto& undo = buffers_->undo;
  // A loop that writes one variable again and again is undone in one step.
  if (undo.size() > undo_floor_ && undo.back().index == index) return;
  undo.push_back({index, entries_[index].seen, entries_[index].value});
}

void access_log::undo_nested(const mark& began) noexcept {
  if (!is_doomed()) {
    for (; undo_size() > began.undo_floor; buffers_->undo.pop_back()) {
      const undo_entry& before = buffers_->undo.back();
      entries_[before.index].seen = before.seen;
      entries_[before.index].value = before.value;
    }
    for (unsigned i = began.size; i < size_; ++i)
      if (!(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};
    // The index knows entries by number, so in its presence their number does not shrink.
    while (!(mode_ & hashed) && size_ > began.size && !entries_[size_ - 1].cell) --size_;
  }
  end_nested(began);
}

// ---- the end

void access_log::disown_each() noexcept {
  for (log_entry& entry : entries())
    if ((entry.seen & (entry_is_written | entry_is_boxed)) == (entry_is_written | entry_is_boxed))
      decode_box(entry.value)->published = true;
  box_base** link = &owned_;
  while (box_base* box = *link) {
    if (box->published)
      *link = box->next;
    else
      link = &box->next;
  }
}

void access_log::finish() noexcept {
  if (duties_ & has_pinned) slot_.unpin();
  if (duties_ & has_buffers) give_back_buffers(slot_, *buffers_);
  if (!(duties_ & has_boxes)) return;
  while (owned_) {
    box_base* box = std::exchange(owned_, owned_->next);
    box->destroy(box);
  }
  retire(slot_, replaced_);
  // Inside an enclosing block destructors of strangers' values have no business.
  if (!(mode_ & delegated)) sweep_if_due(slot_);
}

}  // namespace stm::engine
