// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/atomically.hpp>
#include <stm/engine/arithmetic.hpp>
#include <stm/engine/checked_out.hpp>
#include <stm/engine/key_index.hpp>
#include <stm/engine/key_text.hpp>
#include <stm/engine/store_counters.hpp>
#include <stm/errors.hpp>
#include <stm/var.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace stm {

/// One checked-out value: a copy of one's own, and the version it was copied from. `*v` reads
/// it, `v = x` changes it, commit() publishes it if the store has not moved on since.
///
/// After a commit the handle stands at the committed version: edit and commit again. A handle is
/// for one thread at a time and must not outlive its store. Inside atomically() it is checked out
/// and commits as a part of that transaction: if that holds, the handle is no longer current, and
/// if it does not, the handle is as it was.
template <storable T, class Key = std::string>
class [[nodiscard]] value : public engine::arithmetic<value<T, Key>> {
 public:
  /// Leaves nothing to commit behind.
  value(value&& other)
      : node_{other.node_},
        counters_{other.counters_},
        out_{other.out_},
        copy_{std::move(other.copy_)},
        has_value_{other.has_value_},
        is_edited_{std::exchange(other.is_edited_, false)} {
    written_ = std::move(other.written_);  // once the move of a T can fail no more
  }
  /// To copy a value: `x = *y`. To check out anew: a new handle.
  value& operator=(const value&) = delete;

  [[nodiscard]] const Key& key() const noexcept { return node_->key; }
  /// Grows with every commit of the key; 0: the key has never been committed, or the running
  /// transaction has written it without reading it.
  [[nodiscard]] std::uint64_t version() const noexcept { return out_.version(); }
  /// False: the key is unknown or was erased, and no value has been assigned here.
  [[nodiscard]] bool has_value() const noexcept { return has_value_; }
  /// True: there is something to commit.
  [[nodiscard]] bool is_edited() const noexcept { return is_edited_; }

  /// Without a value: T{} where T has one, otherwise throws missing_value.
  [[nodiscard]] const T& operator*() const { return copy_ ? *copy_ : throw_missing(); }
  [[nodiscard]] const T* operator->() const { return &**this; }

  /// If T's assignment throws, the copy is as that leaves it; of a T without one there is no copy
  /// then, and nothing to commit.
  void operator=(T x) {
    if constexpr (std::is_move_assignable_v<T>) {
      copy_ = std::move(x);
    } else {
      has_value_ = is_edited_ = false;  // should the next line throw: nothing to commit
      copy_.emplace(std::move(x));
    }
    has_value_ = is_edited_ = true;
  }
  /// Lets `change` edit the copy in place: change(T&). If it throws, what it has done until then
  /// stays in the copy. Throws missing_value as operator*.
  template <class Change>
  void edit(Change&& change) {
    if (!copy_) throw_missing();
    has_value_ = is_edited_ = true;
    std::invoke(std::forward<Change>(change), *copy_);
  }
  /// The commit will leave the key without a value. If T{} throws, nothing has changed; if its
  /// assignment does, the same as above.
  void erase() {
    if constexpr (std::default_initializable<T>)
      *this = T{};
    else
      copy_.reset();
    has_value_ = false;
    is_edited_ = true;
  }

  /// Publishes the copy if it was edited; otherwise only checks that the key has not moved.
  /// Throws concurrent_update, which says what has moved, or busy; then the store is untouched,
  /// and so is the handle. Blocks at most a few spins and yields. X/Y: what a thread does before
  /// its commit is visible to a thread that has checked the key out at that version.
  void commit() { throw_unless_done(commit_all({this, 1}), {this, 1}); }
  /// False instead of a conflict.
  [[nodiscard]] bool try_commit() { return commit_all({this, 1}) == engine::commit_outcome::done; }

 private:
  template <storable, class>
  friend class changeset;
  friend class engine::arithmetic<value<T, Key>>;
  template <storable, class, class>
  friend class store;
  using node = engine::key_node<Key, var<std::optional<T>>>;

  /// Checks `from` out as `tx` sees it.
  value(read_transaction& tx, node& from, engine::store_counters& counters)
      : node_{&from}, counters_{&counters} {
    const auto now = engine::observe(tx, engine::door::cell_of(from.value));
    out_ = now.out;
    has_value_ = now.value.has_value();
    if (has_value_)
      copy_.emplace(*now.value);
    else
      clear_copy();
  }
  template <bool, class Change>
  void compute(Change&& change) {
    edit(std::forward<Change>(change));
  }
  void clear_copy() {
    if constexpr (std::default_initializable<T>)
      copy_.emplace();
    else
      copy_.reset();
  }
  [[noreturn]] const T& throw_missing() const { throw missing_value{engine::key_text(key())}; }

  /// What a commit writes, made in `log`.
  [[nodiscard]] engine::payload make_payload(engine::access_log& log) const {
    using stored = std::optional<T>;
    if constexpr (engine::lies_inline<stored>)
      return engine::encode(has_value_ ? copy_ : stored{});
    else if (has_value_)
      return engine::encode_box(&engine::fresh_box<stored>(log, copy_));
    else
      return engine::encode_box(&engine::fresh_box<stored>(log));
  }
  static constexpr engine::version_word box_flag =
      engine::lies_inline<std::optional<T>> ? 0 : engine::entry_is_boxed;

  [[nodiscard]] static engine::commit_outcome commit_all(std::span<value> values) {
    return engine::current ? join(values) : commit_alone(values);
  }

  static engine::commit_outcome commit_alone(std::span<value> values) {
    if (values.empty()) return engine::commit_outcome::done;  // moved away
    auto& slot = engine::thread_slot::mine();
    for (const value& v : values)
      if (v.out_.read.attempt) return engine::commit_outcome::moved;
    engine::access_log log{slot};
    for (const value& v : values) {
      const auto seen = v.out_.word | engine::entry_is_read;
      if (v.is_edited_)
        log.add(*v.out_.cell, seen | engine::entry_is_written | box_flag, v.make_payload(log));
      else
        log.add(*v.out_.cell, seen, 0);
    }
    const auto outcome = engine::commit_checked_out(log);
    if (outcome != engine::commit_outcome::done) {
      slot.count(engine::event::conflict);
      values.front().counters_->count(slot, engine::store_event::conflict);
      return outcome;
    }
    slot.count(engine::event::commit);
    values.front().counters_->count(slot, engine::store_event::commit);
    for (unsigned i = 0; value & v : values) {
      v.out_.word = engine::without_flags(log.seen(i++));
      v.is_edited_ = false;
    }
    return outcome;
  }

  /// As a part of the transaction that is running: its own commit decides in the end.
  static engine::commit_outcome join(std::span<value> values) {
    return stm::atomically([&](transaction& tx) {
      engine::access_log& log = engine::tx_door::log_of(tx);
      for (const value& v : values)
        if (!engine::is_current(log, v.out_, v.written_)) return engine::commit_outcome::moved;
      // The handles stay as they are: should this attempt fail, they commit in the next one again.
      for (value& v : values) {
        if (!v.is_edited_) continue;
        const engine::payload fresh = v.make_payload(log);
        v.written_.make_room(log);
        log.write(*v.out_.cell, fresh, box_flag);
        v.written_.add(log, *v.out_.cell);
      }
      return engine::commit_outcome::done;
    });
  }

  [[nodiscard]] bool has_moved() const {
    if (!engine::current) return engine::has_moved(out_);
    return stm::atomically([&](transaction& tx) {
      return !engine::is_current(engine::tx_door::log_of(tx), out_, written_);
    });
  }
  static void throw_unless_done(engine::commit_outcome outcome, std::span<const value> values) {
    if (outcome == engine::commit_outcome::done) return;
    std::vector<concurrent_update::move> moves;
    if (outcome == engine::commit_outcome::moved)
      for (const value& v : values)
        if (v.has_moved())
          moves.push_back(
              {engine::key_text(v.key()), v.version(), engine::committed_version(v.out_)});
    if (moves.empty()) throw busy{engine::key_text(values.front().key())};
    throw concurrent_update{std::move(moves)};
  }

  node* node_;
  engine::store_counters* counters_;  // of its store
  engine::checked_out out_{};
  engine::own_drafts written_;  // by commits within a transaction
  std::optional<T> copy_;       // empty only without a value, of a T without a default
  bool has_value_ = false;
  bool is_edited_ = false;
};

}  // namespace stm
