// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt.hpp>
#include <stm/engine/log_buffers.hpp>

#include <cstdint>
#include <span>

namespace stm::engine {

class kept_alive;
class read_log;

/// What an updating attempt has read and will write.
///
/// Opacity: whenever open() returns, all values read so far were current at one moment since the
/// attempt began. A small attempt checks after each read that what it has read before still
/// stands; from the 8th variable on it accepts only versions older than an epoch it has loaded
/// (after Riegel, Felber, Fetzer: A lazy snapshot algorithm with eager validation, 2006).
class access_log : public attempt {
 public:
  // Not all members are set: see attempt.
  explicit access_log(thread_slot& slot) noexcept : attempt{kind::updating, slot} {}
  /// What its block is called; null if it has no name.
  void set_block(const char* name) noexcept { block_ = name; }
  [[nodiscard]] const char* block() const noexcept { return block_; }
  /// A block inside a read-only one: reads through it, and may not write.
  access_log(thread_slot& slot, read_log& outer) noexcept : access_log{slot} {
    outer_ = &outer;
    mode_ = delegated;
  }
  ~access_log() { close(); }
  /// Ends the attempt: all that it holds is given back, and what it has written, if no commit has
  /// published it, is gone.
  void close() noexcept {
    if (duties_) finish();
  }

  /// The index of the variable's entry; reads the variable unless the attempt knows it already.
  /// Waits while a commit publishes it. Throws attempt_failed, std::bad_alloc.
  [[nodiscard, gnu::always_inline]] unsigned open(cell_base& cell) {
    if (!(mode_ & ways_of_reading)) [[likely]] {
      const unsigned size = size_;
      if (const unsigned known = search(cell, size); known != none) return known;
      versioned now;
      if (load_consistent(cell, now) && size < limits::small_log - 1) [[likely]] {
        require_unchanged(size);
        entries_[size] = {&cell, without_soft(now.word) | entry_is_read, now.value};
        size_ = size + 1;
        return size;
      }
    }
    return open_slow(cell);
  }

  /// The index of an entry the attempt has already, or `none`.
  [[nodiscard]] unsigned find(const cell_base& cell) const {
    return mode_ & hashed ? search_index(cell) : search(cell, size_);
  }
  static constexpr unsigned none = ~0u;

  [[nodiscard]] payload value(unsigned index) const noexcept { return entries_[index].value; }
  [[nodiscard]] version_word seen(unsigned index) const noexcept { return entries_[index].seen; }

  /// Sets what the attempt sees of an entry, and what its commit will publish.
  /// Throws std::logic_error in a read-only block, std::bad_alloc in a nested one.
  void write(unsigned index, payload value, version_word flags = 0) {
    if (mode_) [[unlikely]]
      prepare_write(index);
    log_entry& entry = entries_[index];
    entry.value = value;
    entry.seen |= entry_is_written | flags;
  }
  /// The same for a variable that may not have been read.
  void write(cell_base& cell, payload value, version_word flags = 0) {
    if (mode_) [[unlikely]]
      prepare_write(cell);
    if (const unsigned known = find(cell); known != none) return write(known, value, flags);
    append(cell, entry_is_written | flags, value);
    if (mode_ & sharing) [[unlikely]]
      number_write(size_ - 1);
  }

  /// Adds the entry of a variable that has none, `seen` with the flags of an entry.
  void add(cell_base& cell, version_word seen, payload value) { append(cell, seen, value); }

  /// True: the attempt has read the variable, at the version of `word`.
  [[nodiscard]] bool has_read(const cell_base& cell, version_word word) const;
  /// What was read at `own.before` counts as read at `own.after`.
  void move_seen(const cell_base& cell, version_move own);

  /// Takes a box over: it is deleted with the attempt unless a commit publishes it.
  void own(box_base& fresh) noexcept {
    if (!(duties_ & has_boxes)) owned_ = nullptr;
    duties_ |= has_boxes;
    fresh.next = owned_;
    owned_ = &fresh;
  }
  /// True: the entry's value is a box of this attempt that may be changed in place.
  [[nodiscard]] bool has_own_box(unsigned index) const noexcept {
    return !(mode_ & (nested | sharing | looking | delegated | editing)) &&
           (entries_[index].seen & entry_is_written) != 0;
  }

  /// While it lives a variable is being edited: whoever writes it by other means meanwhile would
  /// lose that, and gets std::logic_error. No box of the attempt is changed in place but by the
  /// edit itself.
  class [[nodiscard]] under_edit {
   public:
    under_edit(access_log& log, const cell_base& cell) noexcept
        : log_{log}, cell_{&cell}, outer_{log.mode_ & editing ? log.edits_ : nullptr} {
      log.edits_ = this;
      log.mode_ |= editing;
    }
    ~under_edit() {
      log_.edits_ = outer_;
      if (!outer_) log_.mode_ &= static_cast<std::uint16_t>(~editing);
    }
    under_edit(const under_edit&) = delete;
    under_edit& operator=(const under_edit&) = delete;

   private:
    friend access_log;

    access_log& log_;
    const cell_base* cell_;
    const under_edit* outer_;
  };

  /// From now on writes are told apart by their numbers: no box is changed in place any more.
  /// Returns a name for this attempt that no other attempt has or will have; not 0. Throws
  /// std::bad_alloc the first time.
  [[nodiscard]] std::uint64_t share_writes();
  /// Requires that. What each write since has left has a number of its own, and so has what a
  /// nested block would leave if it were taken back; 0: written before, if at all. An edit in whose
  /// middle the sharing began, and that threw, is no write.
  [[nodiscard]] std::uint64_t number_of(unsigned index) const noexcept {
    return index < buffers_->numbers.size() ? buffers_->numbers[index] : 0;
  }

  /// See attempt::pin(). A delegated attempt leaves it to the enclosing one, which lasts longer.
  void pin() {
    if (mode_ & delegated) [[unlikely]]
      pin_outer();
    else
      attempt::pin();
  }

  /// From now on nobody else can change what this attempt reads: it cannot fail any more. The turn
  /// is the thread's, and is passed on when the attempt ends.
  void begin_turn() noexcept {
    mode_ |= reserving;
    duties_ |= has_turn;
  }

  /// Ends the attempt by attempt_failed; it is to be run again when something that it has read has
  /// changed. A delegated attempt ends the enclosing one.
  [[noreturn, gnu::noinline, gnu::cold]] void wait_for_change();

  /// The hooks of the attempt that this thread runs as a whole.
  [[nodiscard]] hook_list& outermost_hooks();

  /// Where a nested block began.
  struct mark {
    unsigned size;
    std::size_t undo_floor;
    std::size_t outer_floor;  // meaningful if the enclosing block is nested, too
    std::size_t hooks;
    bool is_outermost;
  };
  [[nodiscard]] mark begin_nested() noexcept;
  /// Its writes become the enclosing block's.
  void end_nested(const mark& began) noexcept;
  /// Its writes are taken back. What it has read stays: it has led here.
  void undo_nested(const mark& began) noexcept;

  /// A read-only block inside this attempt: writes throw std::logic_error in its scope.
  class [[nodiscard]] only_looking {
   public:
    explicit only_looking(access_log& log) noexcept : log_{log}, before_{log.mode_ & looking} {
      log.mode_ |= looking;
    }
    ~only_looking() {
      if (!before_) log_.mode_ &= static_cast<std::uint16_t>(~looking);
    }
    only_looking(const only_looking&) = delete;
    only_looking& operator=(const only_looking&) = delete;

   private:
    access_log& log_;
    int before_;  // not 0: the enclosing block only looks, too
  };

  /// The attempt that this thread runs as a whole: this one, or the one it is delegated to.
  [[nodiscard]] const attempt& outermost() const noexcept;
  [[nodiscard]] attempt& outermost() noexcept;

  // For commit().
  [[nodiscard]] std::span<log_entry> entries() noexcept { return {entries_, size_}; }
  [[nodiscard]] static bool is_unchanged(const log_entry& entry) {
    // seq_cst: pairs with the seq_cst lock of a committer, so that of two transactions that each
    // write what the other has read one at least finds out. Locked by another counts as changed.
    return without_soft(entry.cell->word.load(std::memory_order_seq_cst)) ==
           without_flags(entry.seen);
  }
  void set_lost(const log_entry& entry) noexcept;
  [[nodiscard]] bool needs_care() const noexcept {
    return (mode_ & (doomed | waiting | reserving)) != 0;
  }
  /// For one that waits: what keeps the variables it has read alive goes over to `kept`.
  void leave_to(kept_alive& kept) noexcept;
  /// What it has written is published, and no longer reserved.
  void end_reserving() noexcept { mode_ &= static_cast<std::uint16_t>(~reserving); }
  [[nodiscard]] bool is_reserving() const noexcept { return (mode_ & reserving) != 0; }
  /// To be called before the commit locks anything. Throws std::bad_alloc.
  void make_room_to_retire() {
    if (duties_ & has_boxes) [[unlikely]]
      slot_.retired.make_room(size_);
  }
  /// Lets go of the boxes that are about to be published: after that they are anybody's.
  void disown_written_boxes() noexcept {
    if (duties_ & has_boxes) [[unlikely]]
      disown_each();
  }
  /// False: there is no room for what the commit has to keep for the snapshots of that name.
  [[nodiscard]] bool prepare_versions(snapshot_count::key open);
  /// Throws std::bad_alloc.
  void make_room_for_versions();
  /// Old versions were let go.
  void note_history() noexcept { duties_ |= has_history; }

 private:
  static constexpr unsigned inline_capacity = limits::small_log;

  [[nodiscard, gnu::always_inline]] unsigned search(const cell_base& cell, unsigned size) const {
    const log_entry* entries = entries_;
    for (unsigned i = 0; i < size; ++i)
      if (entries[i].cell == &cell) return i;
    return none;
  }
  [[gnu::always_inline]] void require_unchanged(unsigned size) {
    const log_entry* entries = entries_;
    for (unsigned i = 0; i < size; ++i)
      if ((entries[i].seen & entry_is_read) && !is_unchanged(entries[i])) [[unlikely]]
        fail(entries[i]);
  }
  unsigned append(cell_base& cell, version_word seen, payload value) {
    if (size_ == capacity_) [[unlikely]]
      grow();
    entries_[size_] = {&cell, seen, value};
    if (mode_ & hashed) [[unlikely]]
      index_entry(size_);
    return size_++;
  }

  [[noreturn, gnu::noinline, gnu::cold]] void fail(const log_entry& entry);
  [[nodiscard, gnu::noinline]] unsigned open_slow(cell_base& cell);
  [[nodiscard]] unsigned search_index(const cell_base& cell) const;
  [[nodiscard, gnu::noinline, gnu::cold]] unsigned reserve(cell_base& cell);
  [[gnu::noinline]] void prepare_write(unsigned index);
  [[gnu::noinline]] void prepare_write(cell_base& cell);
  void number_states();
  void number_write(unsigned index);
  [[gnu::noinline]] void require_writable(const cell_base& cell) const;
  [[gnu::noinline]] void pin_outer();
  [[gnu::noinline]] void grow();
  [[gnu::noinline]] void finish() noexcept;
  void disown_each() noexcept;
  void give_back_turn() noexcept;
  [[nodiscard]] std::uint64_t count_written() const noexcept;
  void save(unsigned index);
  void borrow();
  [[nodiscard]] std::size_t undo_size() const noexcept;
  [[nodiscard]] std::size_t hooks_now() const noexcept;
  void reindex(std::size_t slots);
  void index_entry(unsigned index) noexcept;

  const under_edit* edits_;  // when editing: the innermost
  const char* block_ = nullptr;
  unsigned size_ = 0;
  unsigned capacity_ = inline_capacity;
  log_entry* entries_ = inline_;
  log_buffers* buffers_;    // meaningful when has_buffers
  read_log* outer_;         // when delegated: the enclosing read-only attempt
  box_base* owned_;         // when has_boxes: those this attempt has made and not published
  std::size_t undo_floor_;  // when nested: the undo entries below are of enclosing blocks
  std::size_t index_mask_;  // when hashed: slots of the index - 1
  std::uint64_t draft_;     // when sharing: this attempt's name
  std::uint64_t writes_;    // when sharing: the last number, see number_of()
  log_entry inline_[inline_capacity];
};

}  // namespace stm::engine
