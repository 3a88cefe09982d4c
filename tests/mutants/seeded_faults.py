# SPDX-License-Identifier: BSL-1.0
"""The faults that gate.py sows into one copy of the library, and the layers of tests that have to find them."""

# (name, file, [(old text, new text)...], {layer: programs that have to find it, each on its own})
# White space does not matter in an old text, which has to be there exactly once. FAULT is true in a run with this fault.
FAULTS = [
    ("a block does not look back at each read", "stm/engine/access_log.hpp",
     [("require_unchanged(size); entries_[size] = {&cell,",
       "if (!FAULT) require_unchanged(size); entries_[size] = {&cell,")],
     {"laws": ["zombie"], "orders": ["no_zombie"], "opacity": ["blocks"], "fuzz": ["replay"]}),
    ("a commit checks before it locks", "stm/engine/commit.hpp",
     [("bool any_written = false; bool any_only_read = false;", """
       if (FAULT)
         for (const log_entry& entry : log.entries())
           if ((entry.seen & (entry_is_read | entry_is_written)) == entry_is_read &&
               !access_log::is_unchanged(entry)) {
             log.set_lost(entry);
             return false;
           }
       bool any_written = false; bool any_only_read = false;"""),
      ("if (any_only_read) for", "if (any_only_read && !FAULT) for")],
     {"laws": ["write_skew"], "orders": ["no_skew"], "opacity": ["blocks"]}),
    ("a commit does not check what was only read", "stm/engine/commit.hpp",
     [("if (any_only_read && !FAULT_BEFORE) for", "if (any_only_read && !FAULT_BEFORE && !FAULT) for")],
     {"laws": ["write_skew"], "orders": ["no_skew"], "opacity": ["blocks"], "fuzz": ["replay"],
      "linearizable": ["store"]}),
    ("a commit loads the epoch too late", "stm/engine/commit.hpp",
     [("publish(log, epoch, is_seen); if",
       "publish(log, FAULT ? std::max(epoch, domain.clock.now()) : epoch, is_seen); if")],
     {"laws": ["torn_audit"], "linearizable": ["store"]}),
    ("a locked variable counts as unchanged", "stm/engine/access_log.hpp",
     [("return without_soft(entry.cell->word.load(std::memory_order_seq_cst)) ==",
       "const version_word found = entry.cell->word.load(std::memory_order_seq_cst);"
       "return (FAULT ? without_flags(found) : without_soft(found)) ==")],
     {"laws": ["write_skew"], "orders": ["no_skew"], "opacity": ["blocks"]}),
    ("a commit locks whatever the version", "stm/engine/commit.hpp",
     [("""!entry.cell->word.compare_exchange(
            expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed))""",
       """(FAULT ? (entry.cell->word.store(expected | locked_bit, std::memory_order_seq_cst), false)
          : !entry.cell->word.compare_exchange(
            expected, expected | locked_bit, std::memory_order_seq_cst, std::memory_order_relaxed)))""")],
     {"laws": ["lost_update"], "orders": ["no_update_is_lost"], "opacity": ["blocks"], "fuzz": ["replay"],
      "linearizable": ["store"], "soak": ["main"]}),
    ("a snapshot is counted before it is announced", "stm/engine/thread_slot.cpp",
     [("snapshot_.store(epoch, std::memory_order_seq_cst); if (is_counted)",
       "if (!FAULT) snapshot_.store(epoch, std::memory_order_seq_cst); if (is_counted)"),
      ("if (domain.clock.now() == epoch) {",
       "if (FAULT) snapshot_.store(epoch, std::memory_order_seq_cst); if (domain.clock.now() == epoch) {")],
     {"laws": ["torn_audit"]}),
    ("a commit does not keep the version that it replaces", "stm/engine/commit.hpp",
     [("keep_version(log.slot(), cell, entry.seen, epoch);",
       "if (!FAULT) keep_version(log.slot(), cell, entry.seen, epoch);")],
     {"laws": ["torn_audit"], "opacity": ["checkouts"], "fuzz": ["replay"], "linearizable": ["store"]}),
    ("old versions are let go of too early", "stm/engine/history.cpp",
     [("if (slot.snapshots.need(born, until)) {", "if (slot.snapshots.need(born, until) && !FAULT) {")],
     {"laws": ["torn_audit"], "fuzz": ["replay"], "linearizable": ["store"]}),
    ("a commit does not look again for snapshots", "stm/engine/open_epochs.hpp",
     [("if (now != key_) find(now);", "if (FAULT ? key_ == 0 : now != key_) find(now);")],
     {"laws": ["torn_audit"], "fuzz": ["replay"], "linearizable": ["store"]}),
    ("a failed attempt is not marked", "stm/engine/attempt.cpp",
     [("mode_ |= doomed;", "if (!FAULT) mode_ |= doomed;")],
     {"laws": ["zombie"], "fuzz": ["replay"], "linearizable": ["store"]}),
    ("who waits sets its bit before it can be found", "stm/engine/wait_set.cpp",
     [("#include <array>", "#include <array>\n#include <optional>"),
      ("const enrolment here{read, self};",
       "std::optional<enrolment> here; if (!FAULT) here.emplace(read, self);"),
      ("is_taken = is_in_time =", "if (FAULT) here.emplace(read, self); is_taken = is_in_time =")],
     {"laws": ["lost_wake_up"], "orders": ["no_wake_up_is_lost"]}),
    ("a commit that fails forgets who waits", "stm/engine/commit.cpp",
     [("fetch_and(~locked_bit,", "fetch_and(FAULT ? ~(locked_bit | waiters_bit) : ~locked_bit,")],
     {"laws": ["lost_wake_up"]}),
    ("who waits for the keys of a store does not watch for more", "stm/engine/checked_out.cpp",
     [("return log.watch(population);", "return FAULT ? void() : log.watch(population);")],
     {"orders": ["no_wake_up_is_lost"]}),
    ("a large value is destroyed an epoch too early", "stm/engine/retired.cpp",
     [("if (each.at >= oldest_pin)", "if (each.at >= oldest_pin + (FAULT ? 1 : 0))")],
     {"laws": ["freed_while_read"]}),
    ("what the first alternative has read is forgotten", "stm/engine/access_log.cpp",
     [("if (!(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};",
       "if (FAULT || !(entries_[i].seen & entry_is_read)) entries_[i] = {nullptr, 0, 0};")],
     {"laws": ["half_done_nested"], "orders": ["no_wake_up_is_lost"], "opacity": ["nesting"], "fuzz": ["replay"]}),
    ("a turn reserves nothing", "stm/engine/access_log.cpp",
     [("found, found | reserved_bit,", "found, FAULT ? found : found | reserved_bit,")],
     {"laws": ["turn_overtaken"]}),
    ("an answer is touched after it was given", "actors/runtime/ask.hpp",
     [("answer.from(*body_, self); answered.signal();",
       "answer.from(*body_, self); answered.signal(); if (FAULT) { stm::engine::yield(); answered.signal(); }")],
     {"actors": ["stress_calls_test"]}),
    ("an actor closes without answering", "actors/runtime/actor_end.cpp",
     [("answer_waiting(); end_process();", "if (!FAULT) answer_waiting(); end_process();")],
     {"actors": ["actor_interleavings_test"], "soak": ["main"]}),
    ("messages are handled newest first", "actors/runtime/mailbox.hpp",
     [("return {reversed(list_in(seen)),", "return {FAULT ? list_in(seen) : reversed(list_in(seen)),")],
     {"actors": ["stress_calls_test"], "linearizable": ["mailbox"]}),
    ("an erasure looks first and writes then", "stm/store.hpp",
     [("return at && atomically([&](transaction& tx) { if (!*tx[std::as_const(at->value)]) return false;", """
       if (FAULT) {
         if (!at || !contains(key)) return false;
         atomically([&](transaction& tx) { tx[at->value] = std::nullopt; });
         return true;
       }
       return at && atomically([&](transaction& tx) { if (!*tx[std::as_const(at->value)]) return false;""")],
     {"linearizable": ["store"]}),
    ("an edited value belongs to nobody until it is written", "stm/engine/typed_access.hpp",
     [("box<T>& fresh = fresh_box<T>(log, std::as_const(boxed_value<T>(before)));", """
       const bool is_late = FAULT;
       box<T>& fresh = is_late ? box_maker<T>::make(log.slot(), std::as_const(boxed_value<T>(before)))
                               : fresh_box<T>(log, std::as_const(boxed_value<T>(before)));"""),
      ("log.write(known, encode_box(&fresh), entry_is_boxed);",
       "log.write(known, encode_box(&fresh), entry_is_boxed); if (is_late) log.own(fresh);")],
     {"faults": ["variables"]}),
    ("a nested block that throws is not taken back", "stm/engine/nested_scope.hpp",
     [("if (is_taken_back_ || std::uncaught_exceptions() > unwinding_) log_.undo_nested(began_);",
       "if (is_taken_back_ || (std::uncaught_exceptions() > unwinding_ && !FAULT)) log_.undo_nested(began_);")],
     {"faults": ["nesting"], "soak": ["main"]}),
    ("hooks of a look that throws stay", "stm/engine/nested_scope.hpp",
     [("if ((is_taken_back_ || std::uncaught_exceptions() > unwinding_) && run_.hooks_so_far() > first_)",
       "if ((is_taken_back_ || (std::uncaught_exceptions() > unwinding_ && !FAULT)) && run_.hooks_so_far() > first_)")],
     {"fuzz": ["replay"]}),
    ("a commit makes room once it has locked", "stm/engine/commit.hpp",
     [("log.make_room_to_retire();", "if (!FAULT) log.make_room_to_retire();"),
      ("std::uint64_t epoch = domain.clock.now();",
       "if (FAULT) log.make_room_to_retire(); std::uint64_t epoch = domain.clock.now();")],
     {"faults": ["variables"]}),
    ("nobody takes over what an ended thread has left", "stm/engine/thread_slot.cpp",
     [("if (mine_ == slot) mine_ = nullptr;", "if (mine_ == slot) { mine_ = nullptr; if (FAULT) return; }")],
     {"soak": ["main"], "orders": ["a_thread_may_end"]}),
    ("who wakes by itself leaves its wake-up behind", "stm/engine/wait_set.cpp",
     [("if (!is_taken) take_wake_up(self);", "if (!is_taken && !FAULT) take_wake_up(self);")],
     {"orders": ["a_thread_may_end"]}),
    ("a worker counts as waiting only once it sleeps", "actors/runtime/worker_pool.cpp",
     [("throw pool_exhausted{absent_}; ++absent_;", "throw pool_exhausted{absent_}; if (!FAULT) ++absent_;"),
      ("--absent_;", "if (!FAULT) --absent_;"),
      ("--active_; woken = one_more();", "--active_; if (FAULT) ++absent_; woken = one_more();"),
      ("worker_pool::wakes_up() noexcept { boost::lock_guard<short_lock> lock{lock_}; ++active_;",
       "worker_pool::wakes_up() noexcept { boost::lock_guard<short_lock> lock{lock_}; ++active_; if (FAULT) --absent_;")],
     {"orders": ["a_blocked_worker_is_replaced"]}),
    ("a worker that falls asleep is not replaced", "actors/runtime/worker_pool.cpp",
     [("woken = one_more(); } if (woken) woken->unpark(); } void worker_pool::wakes_up",
       "if (!FAULT) woken = one_more(); } if (woken) woken->unpark(); } void worker_pool::wakes_up")],
     {"orders": ["a_blocked_worker_is_replaced"]}),
    ("a worker that has more to do wakes nobody", "actors/runtime/worker_pool.cpp",
     [("stm::engine::parker* const woken = one_more(); lock.unlock();",
       "stm::engine::parker* const woken = FAULT ? nullptr : one_more(); lock.unlock();")],
     {"orders": ["a_pool_is_as_wide_as_it_says"]}),
    ("a worker sleeps whatever has come", "actors/runtime/worker_pool.cpp",
     [("if (ready_.empty() || active_ > width_) sleep(self, lock);",
       "if (FAULT || ready_.empty() || active_ > width_) sleep(self, lock);")],
     {"orders": ["a_stop_ends_every_wait"]}),
    ("a worker that was blocked goes on beside its replacement", "actors/runtime/worker_pool.cpp",
     [("while (active_ <= width_) {", "while (FAULT || active_ <= width_) {")],
     {"orders": ["a_pool_is_as_wide_as_it_says"]}),
    ("the alarm clock sends once it has let go", "actors/runtime/alarm_clock.cpp",
     [("void alarm_clock::ring(clock::time_point now) noexcept { boost::lock_guard<mutex> lock{mutex_};", """
       void alarm_clock::ring(clock::time_point now) noexcept {
         boost::unique_lock<mutex> lock{mutex_};
         while (!alarms_.empty() && alarms_.begin()->first <= now && FAULT) {
           alarm due = std::move(alarms_.begin()->second);
           alarms_.erase(alarms_.begin());
           each_.erase(due.resting);
           lock.unlock();
           wake_up::send(std::move(due.message), *due.resting);
           lock.lock();
         }""")],
     {"orders": ["a_rest_ends"]}),
    ("an alarm stays beside the one that replaces it", "actors/runtime/alarm_clock.cpp",
     [("if (is_new)", "if (is_new || FAULT)"), ("if (!is_new) {", "if (!is_new && !FAULT) {")],
     {"orders": ["a_rest_ends"]}),
    ("a new first alarm tells nobody", "actors/runtime/alarm_clock.cpp",
     [("if (is_first) changed_.signal();", "if (is_first && !FAULT) changed_.signal();")],
     {"orders": ["a_rest_ends"]}),
    ("an actor that is gone leaves its alarm behind", "actors/runtime/actor_end.cpp",
     [("if (now_.rested) executor_->cancel_wake_up(*this);",
       "if (now_.rested && !FAULT) executor_->cancel_wake_up(*this);")],
     {"orders": ["a_rest_ends"]}),
    ("a refused call cuts its outlet off whatever it leads to by now", "actors/runtime/outlet.cpp",
     [("if (target_ != target || !to_ || !to_->stopping()) return;",
       "if (target_ != target || !to_ || !(FAULT || to_->stopping())) return;")],
     {"orders": ["an_outlet_stays_bound"]}),
    ("a call is begun, and taken back, by a look and a write", "actors/runtime/shared_slot.hpp",
     [("auto expected = stage::queued;", """
       if (FAULT) {
         if (!is_queued()) return false;
         stage_.store(next_stage, std::memory_order_relaxed);
         return true;
       }
       auto expected = stage::queued;""")],
     {"orders": ["a_future_is_answered"]}),
]
