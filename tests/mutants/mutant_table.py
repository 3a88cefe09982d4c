# SPDX-License-Identifier: BSL-1.0
"""The guards that mutants.py takes out of the engine, and the laws that have to see it."""

VALIDATION = """
  for (const log_entry& entry : log.entries())
    if ((entry.seen & (entry_is_read | entry_is_written)) == entry_is_read && !access_log::is_unchanged(entry)) {
      log.set_lost(entry);
      return false;
    }
"""
LOCK = """!entry.cell->word.compare_exchange(
            expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed))"""
EXTENSION = "read_epoch_ = domain.clock.move_past(epoch_of(now.word)); require_unchanged(size_);"

# (name, file below stm/, [(old text, new text)...], laws expected to catch it, or why none does)
# White space does not matter in an old text, which has to be there exactly once.
MUTANTS = [
    # ---- reading
    ("a small block that writes does not look back at each read", "engine/access_log.hpp",
     [("require_unchanged(size); entries_[size] = {&cell,", "entries_[size] = {&cell,")], ["zombie"]),
    ("a small block that only reads does not look back at each read", "engine/read_log.hpp",
     [("require_unchanged(size); now.word", "now.word")], ["zombie", "non_repeatable_read"]),
    ("a locked variable counts as unchanged", "engine/access_log.hpp",
     [("return without_soft(entry.cell->word.load(std::memory_order_seq_cst)) ==",
       "return without_flags(entry.cell->word.load(std::memory_order_seq_cst)) ==")], ["zombie", "write_skew"]),
    ("a locked variable counts as unchanged for a block that only reads", "engine/read_log.hpp",
     [("if (without_soft(entries_[i]", "if (without_flags(entries_[i]")], ["zombie"]),
    ("a read does not look at the word again after the value", "engine/cell.hpp",
     [("!is_locked(into.word) && cell.word.load(std::memory_order_relaxed) == into.word", "!is_locked(into.word)")],
     ["torn_read", "zombie"]),
    ("a read does not mind a lock", "engine/cell.hpp",
     [("return !is_locked(into.word) && cell.word.load", "return cell.word.load")], ["zombie", "dirty_read"]),
    ("the switch to epochs does not look back", "engine/access_log.cpp",
     [("mode_ |= timestamped; require_unchanged(size_);", "mode_ |= timestamped;")], ["zombie"]),
    ("a version of the block's own epoch is taken as older", "engine/access_log.cpp",
     [("epoch_of(now.word) >= read_epoch_", "epoch_of(now.word) > read_epoch_")], ["zombie"]),
    ("an extension does not look back", "engine/access_log.cpp",
     [(EXTENSION, "read_epoch_ = domain.clock.move_past(epoch_of(now.word));")], ["zombie"]),
    ("an extension does not read again", "engine/access_log.cpp",
     [(EXTENSION + " continue;", EXTENSION)], ["zombie"]),
    ("a failed attempt is not marked", "engine/attempt.cpp",
     [("mode_ |= doomed;", "")], ["zombie"]),

    # ---- committing
    ("a commit does not check what was only read", "engine/commit.hpp",
     [("if (any_only_read) for", "if (false) for")], ["write_skew"]),
    ("a commit checks before it locks", "engine/commit.hpp",
     [("bool any_written = false;", VALIDATION + "bool any_written = false;"),
      ("if (any_only_read) for", "if (false) for")], ["write_skew"]),
    ("a commit loads the epoch before it locks", "engine/commit.hpp",
     [("bool any_written = false;", "const std::uint64_t early = domain.clock.now(); bool any_written = false;"),
      ("std::uint64_t epoch = domain.clock.now();", "std::uint64_t epoch = early;")], ["zombie", "torn_read"]),
    ("a commit loads the epoch after its checks", "engine/commit.hpp",
     [("publish(log, epoch, is_seen); if", "publish(log, std::max(epoch, domain.clock.now()), is_seen); if")],
     ["torn_audit", "money_lost", "write_skew"]),
    ("a commit locks whatever the version", "engine/commit.hpp",
     [(LOCK, "(entry.cell->word.store(expected | locked_bit, std::memory_order_seq_cst), false))")],
     ["lost_update"]),
    ("a failed attempt may commit", "engine/commit.hpp",
     [("if (log.needs_care()) [[unlikely]]", "if (log.is_reserving())")], ["zombie"]),
    ("a failed attempt that only reads may end well", "engine/attempt_loop.hpp",
     [("return !log_.has_failed();", "return true;")], ["zombie"]),
    ("a failed commit leaves new versions behind", "engine/commit.cpp",
     [("entry.cell->word.fetch_and(~locked_bit,",
       "entry.cell->word.fetch_add(one_sequence - locked_bit,")], ["dirty_read"]),
    ("a failed commit leaves its locks behind", "engine/commit.cpp",
     [("if (&entry == end) return;", "return;")], ["dirty_read"]),
    ("a commit unlocks each variable before it writes the next", "engine/commit.hpp",
     [("cell.value.store(entry.value, std::memory_order_release); }"
       " for (log_entry& entry : log.entries()) { if (!(entry.seen & entry_is_written)) continue;",
       "cell.value.store(entry.value, std::memory_order_release);")],
     "All are locked until each is written, so who sees one of them new meets the lock of the others, or their new "
     "values; an entry that is looked back at counts as changed from its lock on."),
    ("a commit unlocks before it writes", "engine/commit.hpp",
     [("cell.value.store(entry.value, std::memory_order_release);",
       "cell.word.store(next_word(entry.seen, epoch), std::memory_order_release);"
       "cell.value.store(entry.value, std::memory_order_release);")], ["torn_read", "zombie", "money_lost"]),
    ("versions start again when an epoch has no more of them", "engine/version_word.hpp",
     [("return (w & sequence_mask) == sequence_mask;", "return false;"),
      ("without_flags(before) + one_sequence",
       "(without_flags(before) & ~sequence_mask) | ((before + one_sequence) & sequence_mask)")], ["torn_read"]),
    ("checked-out values that were not edited are not checked", "engine/checked_out.cpp",
     [("return any_written ? commit(log) :", "return true ? commit(log) :")], ["write_skew"]),

    # ---- nesting
    ("taking a nested block back leaves its values", "engine/access_log.cpp",
     [("entries_[before.index].value = before.value;", "")], ["half_done_nested", "read_own_write"]),
    ("taking a nested block back leaves its marks", "engine/access_log.cpp",
     [("entries_[before.index].seen = before.seen;", "")], ["half_done_nested", "read_own_write"]),
    ("taking a nested block back leaves its blind writes", "engine/access_log.cpp",
     [("if (!(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};", ";")], ["read_own_write"]),
    ("taking a nested block back forgets what it has read", "engine/access_log.cpp",
     [("if (!(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};", "entries_[i] = {nullptr, 0, 0};")],
     ["half_done_nested"]),
    ("a nested block changes the outer one's large values in place", "engine/access_log.hpp",
     [("!(mode_ & (nested | sharing | looking | delegated | editing))",
       "!(mode_ & (sharing | looking | delegated | editing))")],
     ["half_done_nested", "read_own_write"]),

    # ---- large values
    ("a value is destroyed although it is read", "engine/retired.cpp",
     [("if (each.at >= oldest_pin)", "if (false)")], ["freed_while_read"]),
    ("a block that writes announces its reading too late", "engine/typed_access.hpp",
     [("{ log.pin(); return boxed_value<T>(log.value(log.open(from))); }",
       "{ const unsigned known = log.open(from); log.pin(); return boxed_value<T>(log.value(known)); }")],
     ["freed_while_read"]),
    ("a block that only reads announces its reading too late", "engine/typed_access.hpp",
     [("log.pin(); return boxed_value<T>(log.read(from).value);",
       "const payload seen = log.read(from).value; log.pin(); return boxed_value<T>(seen);")], ["freed_while_read"]),
    ("a commit lets go of its values after others can have them", "engine/commit.hpp",
     [("log.disown_written_boxes(); const", "const"),
      ("publish(log, epoch, is_seen); if", "publish(log, epoch, is_seen); log.disown_written_boxes(); if")],
     ["freed_while_read"]),
    ("a checkout does not announce its reading", "engine/checked_out.cpp",
     [("auto& log = static_cast<access_log&>(running); if (is_boxed) log.pin();",
       "auto& log = static_cast<access_log&>(running);")], ["freed_while_read"]),

    # ---- the keys of a store
    ("a new key does not move the population", "engine/key_index.hpp",
     [("made(touch(population))", "made(version_move{})")], ["phantom_key"]),
    ("a list of keys does not rest on the population", "store.hpp",
     [("engine::observe_population(tx, index_.population);", "")], ["phantom_key"]),
    ("a block forgives others' new keys with its own", "engine/access_log.cpp",
     [("return known != none && (seen(known) & entry_is_read) && without_flags(seen(known)) == without_flags(word);",
       "return known != none;")], ["phantom_key"]),

    # ---- snapshots
    ("a snapshot is not counted", "engine/domain.hpp",
     [("word_.fetch_add(one_opening | 1,", "word_.fetch_add(one_opening,"),
      ("word_.fetch_sub(1, std::memory_order_release);", ";")], ["torn_audit"]),
    ("a snapshot is counted before it is announced", "engine/thread_slot.cpp",
     [("snapshot_.store(epoch, std::memory_order_seq_cst);", ""),
      ("if (domain.clock.now() == epoch) {",
       "snapshot_.store(epoch, std::memory_order_seq_cst); if (domain.clock.now() == epoch) {")], ["torn_audit"]),
    ("a snapshot does not check that its epoch still lasts", "engine/thread_slot.cpp",
     [("if (domain.clock.now() == epoch) {", "if (true) {")], ["torn_audit"]),
    ("a snapshot does not end its epoch", "engine/thread_slot.cpp",
     [("domain.clock.move_past(epoch); return epoch;", "return epoch;")], ["torn_audit"]),
    ("the name of a set of snapshots comes back", "engine/domain.hpp",
     [("word_.fetch_add(one_opening | 1,", "word_.fetch_add(1,"),
      ("word_.fetch_add(one_opening,", "word_.fetch_add(0,")], ["torn_audit"]),
    ("a snapshot does not look back at what was read before it", "engine/read_log.cpp",
     [("require_unchanged(size_); if (duties_ & has_pinned)", "if (duties_ & has_pinned)")],
     ["zombie", "torn_audit"]),
    ("a snapshot takes versions of the epoch after it", "engine/read_log.hpp",
     [("epoch_of(now.word) <= read_epoch_", "epoch_of(now.word) <= read_epoch_ + 1")], ["torn_audit"]),
    ("a commit does not keep the version that it replaces", "engine/commit.hpp",
     [("keep_version(log.slot(), cell, entry.seen, epoch);", ";")], ["torn_audit"]),
    ("a commit lets go of versions that are seen", "engine/history.cpp",
     [("if (slot.snapshots.need(born, until)) {", "if (false) {")], ["torn_audit"]),
    ("a commit does not look again for snapshots", "engine/open_epochs.hpp",
     [("if (now != key_) find(now);", "if (key_ == 0) find(now);")], ["torn_audit"]),
    ("a commit looks for snapshots before it loads its epoch", "engine/commit.hpp",
     [("std::uint64_t epoch = domain.clock.now();",
       "const snapshot_count::key snapshots = domain.snapshots.now(); std::uint64_t epoch = domain.clock.now();"),
      ("const snapshot_count::key snapshots = domain.snapshots.now(); const bool", "const bool")], ["torn_audit"]),
    ("who looks at old versions does not look at the word again", "engine/history.cpp",
     [("if (without_soft(cell.word.load(std::memory_order_relaxed)) != without_soft(now.word)) continue;", "")],
     ["torn_audit"]),
    ("a large value is destroyed although a snapshot sees it", "engine/retired.cpp",
     [("if (slot.snapshots.need(each.born, each.at)) return ++needed_, false;", "")],
     ["freed_while_read", "torn_audit"]),

    # ---- waiting
    ("a failed commit forgets who waits", "engine/commit.cpp",
     [("fetch_and(~locked_bit,", "fetch_and(~(locked_bit | waiters_bit),")], ["lost_wake_up"]),
    ("a commit wakes nobody", "engine/commit.hpp",
     [("if (any_awaited) [[unlikely]] wake_all(log);", "")], ["lost_wake_up"]),
    ("who waits sets its bit before it can be found", "engine/wait_set.cpp",
     [("const enrolment here{read, self};", ""),
      ("is_taken = is_in_time =", "const enrolment here{read, self}; is_taken = is_in_time =")], ["lost_wake_up"]),
    ("who waits does not look at the version again", "engine/wait_set.cpp",
     [("if (without_soft(found) != without_flags(seen)) {", "if (false) {")], ["lost_wake_up"]),

    # ---- the turn
    ("a commit ignores what is reserved", "engine/commit.hpp",
     [("version_word expected = without_flags(entry.seen);",
       "version_word expected = without_flags(entry.seen) |"
       " (entry.cell->word.load(std::memory_order_relaxed) & reserved_bit);")], ["turn_overtaken"]),
    ("a turn reserves nothing", "engine/access_log.cpp",
     [("found, found | reserved_bit,", "found, found,")], ["turn_overtaken"]),
    ("a turn reserves what another commit has locked", "engine/access_log.cpp",
     [("is_locked(found) || !cell.word.compare_exchange(", "!cell.word.compare_exchange(")], ["turn_overtaken"]),
    ("a turn keeps what it has only read", "engine/access_log.cpp",
     [("entry.cell->word.fetch_and(~reserved_bit, std::memory_order_release);", ";")], ["turn_overtaken"]),
]
