// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/access_log.hpp>
#include <stm/engine/backoff.hpp>
#include <stm/engine/names.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/turn.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stm::engine {

unsigned access_log::open_slow(cell_base& cell) {
  if (outermost().has_failed()) throw attempt_failed{};
  if (const unsigned known = find(cell); known != none) return known;
  if (mode_ & reserving) return reserve(cell);
  if (mode_ & delegated) {
    const versioned now = outer_->read(cell);
    return append(cell, without_soft(now.word) | entry_is_read, now.value);
  }
  if (!(mode_ & timestamped) && size_ >= limits::small_log - 1) {
    read_epoch_ = domain.clock.now();
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
      read_epoch_ = domain.clock.move_past(epoch_of(now.word));
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

void access_log::require_writable(const cell_base& cell) const {
  if (has_failed()) throw attempt_failed{};
  if (mode_ & (delegated | looking))
    throw std::logic_error{"stm: a block inside read_only() has written a variable"};
  for (const under_edit* each = mode_ & editing ? edits_ : nullptr; each; each = each->outer_)
    if (each->cell_ == &cell)
      throw std::logic_error{
          "stm: " + variable_text(cell) + " is written in the middle of an edit"};
}

void access_log::prepare_write(unsigned index) {
  require_writable(*entries_[index].cell);
  if (mode_ & nested) save(index);
  if (mode_ & sharing) number_write(index);
}

/// Of each variable what stands, and what would if a nested block were taken back.
void access_log::number_states() {
  buffers_->numbers.assign(size_, 0);
  if (!(mode_ & nested)) return;
  for (undo_entry& before : buffers_->undo) before.number = ++writes_;
  for (const undo_entry& before : buffers_->undo) buffers_->numbers[before.index] = ++writes_;
}

void access_log::number_write(unsigned index) {
  auto& numbers = buffers_->numbers;
  if (numbers.size() <= index) numbers.resize(index + 1);
  numbers[index] = ++writes_;
}

void access_log::prepare_write(cell_base& cell) {
  require_writable(cell);
  // In its turn an attempt never writes what it has not reserved.
  if (mode_ & reserving) (void)open(cell);
  // So that its number finds room, should it be new.
  if (mode_ & sharing && buffers_->numbers.capacity() <= size_)
    buffers_->numbers.reserve(2 * std::size_t{size_} + 1);
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

attempt& access_log::outermost() noexcept {
  if (mode_ & delegated) return *outer_;
  return *this;
}

std::uint64_t access_log::share_writes() {
  static constinit atomic<std::uint64_t> last{0};
  // Relaxed: the number has to be new, nothing more.
  if (!(mode_ & sharing)) {
    borrow();
    writes_ = 0;
    number_states();
    draft_ = last.fetch_add(1, std::memory_order_relaxed) + 1;
    mode_ |= sharing;
  }
  return draft_;
}

void access_log::set_lost(const log_entry& entry) noexcept {
  lost_ = {entry.cell, version_of(entry.seen),
           version_of(entry.cell->word.load(std::memory_order_relaxed))};
}

void access_log::wait_for_change() {
  outermost().mark_waiting();
  throw attempt_failed{};
}

hook_list& access_log::outermost_hooks() {
  return mode_ & delegated ? outer_->hooks() : hooks();
}

// ---- the turn

unsigned access_log::reserve(cell_base& cell) {
  // Room first: nothing may fail once the variable is reserved.
  if (size_ == capacity_) grow();
  // seq_cst: who locks the variable after this was about to, and does so once; see commit().
  domain.wanted.store(&cell, std::memory_order_seq_cst);
  version_word found = cell.word.load(std::memory_order_relaxed);
  // seq_cst: as the lock of a commit. Only this thread reserves, as it has the turn.
  for (spin_wait wait;
       is_locked(found) ||
       !cell.word.compare_exchange(
           found, found | reserved_bit, std::memory_order_seq_cst, std::memory_order_relaxed);
       found = cell.word.load(std::memory_order_relaxed))
    wait.once();
  // Relaxed: a committer that misses this fails once more than it need.
  domain.wanted.store(nullptr, std::memory_order_relaxed);
  // Relaxed: the CAS has acquired what the commit of this version published.
  return append(
      cell, without_soft(found) | entry_is_read, cell.value.load(std::memory_order_relaxed));
}

void access_log::give_back_turn() noexcept {
  const bool has_published = !(mode_ & reserving);
  for (const log_entry& entry : entries())
    // What was published is others' by now, who may even have destroyed it.
    if (entry.cell && !(has_published && (entry.seen & entry_is_written)))
      // Release: pairs with the lock of the next commit, which follows this thread's reads. A
      // waiter may have set its bit meanwhile, so the word is not stored.
      entry.cell->word.fetch_and(~reserved_bit, std::memory_order_release);
  pass_turn(slot_);
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
  if (size_ >= limits::hash_from) reindex(4 * room);
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
  const mark began{size_, undo_size(), is_outermost ? 0 : undo_floor_, hooks_now(), is_outermost};
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
  const std::uint64_t number = mode_ & sharing ? number_of(index) : 0;
  undo.push_back({index, entries_[index].seen, entries_[index].value, number});
}

void access_log::undo_nested(const mark& began) noexcept {
  if (!is_doomed()) {
    for (; undo_size() > began.undo_floor; buffers_->undo.pop_back()) {
      const undo_entry& before = buffers_->undo.back();
      entries_[before.index].seen = before.seen;
      entries_[before.index].value = before.value;
      if ((mode_ & sharing) && before.index < buffers_->numbers.size())
        buffers_->numbers[before.index] = before.number;
    }
    for (unsigned i = began.size; i < size_; ++i)
      if (!(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};
    // The index knows entries by number, so in its presence their number does not shrink.
    while (!(mode_ & hashed) && size_ > began.size && !entries_[size_ - 1].cell) --size_;
  }
  if (hooks_now() > began.hooks) outermost_hooks().roll_back_from(began.hooks);
  end_nested(began);
}

std::size_t access_log::hooks_now() const noexcept {
  return mode_ & delegated ? outer_->hooks_so_far() : hooks_so_far();
}

// ---- the end

std::uint64_t access_log::count_written() const noexcept {
  return static_cast<std::uint64_t>(std::count_if(
      entries_, entries_ + size_,
      [](const log_entry& entry) { return (entry.seen & entry_is_written) != 0; }));
}

bool access_log::prepare_versions(snapshot_count::key open) {
  slot_.snapshots.refresh(open);
  duties_ |= has_history;
  return slot_.nodes.has(count_written()) && slot_.snapshots.has_room();
}

void access_log::make_room_for_versions() {
  slot_.nodes.make_room(count_written());
  slot_.snapshots.make_room();
  duties_ |= has_history;
}

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
  const std::uint8_t duties = std::exchange(duties_, std::uint8_t{0});
  if (duties & has_turn) give_back_turn();
  if (duties & has_pinned) slot_.unpin();
  if (duties & has_buffers) give_back_buffers(slot_, *buffers_);
  if (duties & has_hooks_bit) delete hooks_;
  if (!(duties & (has_boxes | has_history))) return;
  while ((duties & has_boxes) && owned_) {
    box_base* box = std::exchange(owned_, owned_->next);
    box->dispose(box, &slot_);
  }
  slot_.nodes.trim(slot_.retired);
  // After the locking CAS and the unlinking: see thread_slot::pin().
  slot_.retired.stamp(domain.clock.now());
  // Inside an enclosing block destructors of strangers' values have no business.
  // Nor in an enclosing transaction's turn, in which theirs would wait for themselves.
  if (!(mode_ & delegated) && !slot_.has_turn) slot_.retired.sweep_if_due(slot_);
}

}  // namespace stm::engine
