// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/checked_out.hpp>
#include <stm/engine/commit.hpp>
#include <stm/engine/read_log.hpp>

#include <algorithm>
#include <stdexcept>

namespace stm::engine {

checked_out observe(attempt& running, cell_base& cell, bool is_boxed, payload& value) {
  if (running.what() == attempt::kind::reading) {
    auto& log = static_cast<read_log&>(running);
    if (is_boxed) log.pin();
    const versioned now = log.read(cell);
    value = now.value;
    return {&cell, without_flags(now.word), is_boxed, {}};
  }
  auto& log = static_cast<access_log&>(running);
  if (is_boxed) log.pin();
  const unsigned entry = log.open(cell);
  value = log.value(entry);
  checked_out out{&cell, without_flags(log.seen(entry)), is_boxed, {}};
  if (log.seen(entry) & entry_is_written) {
    const std::uint64_t attempt = log.share_writes();
    out.read = {attempt, log.number_of(entry)};
  }
  return out;
}

void enter_snapshot(read_transaction& tx) {
  auto& log = static_cast<read_log&>(read_door::attempt_of(tx));
  if (!log.is_in_snapshot()) log.enter_snapshot();
}

std::uint64_t version_in(read_transaction& snapshot, const cell_base& cell) {
  return version_of(static_cast<read_log&>(read_door::attempt_of(snapshot)).read(cell).word);
}

void observe_population(read_transaction& tx, cell<char>& population) {
  attempt& running = read_door::attempt_of(tx);
  if (running.what() == attempt::kind::reading) {
    auto& log = static_cast<read_log&>(running);
    if (log.is_full() && !log.is_in_snapshot()) log.enter_snapshot();
    // A key that is made later has no value there, but may be waited for.
    if (log.is_in_snapshot()) return log.watch(population);
  }
  (void)observe(tx, population);
}

void own_drafts::make_room(access_log& running) {
  if (last_.attempt != running.share_writes()) return;
  if (!earlier_) earlier_ = std::make_unique<std::vector<std::uint64_t>>();
  earlier_->push_back(last_.number);
}

void own_drafts::add(access_log& running, const cell_base& written) noexcept {
  const std::uint64_t attempt = running.share_writes();
  if (last_.attempt != attempt) earlier_ = nullptr;
  last_ = {attempt, running.number_of(running.find(written))};
}

bool own_drafts::contain(const draft& seen) const noexcept {
  if (seen.attempt == 0 || seen.attempt != last_.attempt) return false;
  return seen == last_ ||
         (earlier_ &&
          std::find(earlier_->begin(), earlier_->end(), seen.number) != earlier_->end());
}

bool is_current(access_log& running, const checked_out& handle, const own_drafts& written) {
  payload value;
  const checked_out now = observe(running, *handle.cell, handle.is_boxed, value);
  if (written.contain(now.read)) return true;
  return now.word == handle.word && now.read == handle.read;
}

namespace {

bool commit_or_check(access_log& log) {
  const auto all = log.entries();
  const bool any_written = std::any_of(all.begin(), all.end(), [](const log_entry& entry) {
    return (entry.seen & entry_is_written) != 0;
  });
  // One after another: all were read before the first look, so what stands at its own look stood
  // together with the others at the first.
  return any_written ? commit(log) : std::all_of(all.begin(), all.end(), access_log::is_unchanged);
}

/// Else the thread would wait for itself: the enclosing transaction, set aside, has its turn.
void require_others_reserve(access_log& log) {
  if (!log.slot().has_turn) return;
  for (const log_entry& entry : log.entries())
    if (entry.cell->word.load(std::memory_order_relaxed) & reserved_bit)
      throw std::logic_error{
          "stm: a commit inside stm::outside needs what the enclosing transaction, whose turn it "
          "is, has touched"};
}

}  // namespace

commit_outcome commit_checked_out(access_log& log) {
  constexpr int most_waits = 128;
  spin_wait wait;
  for (int waits = 0; !commit_or_check(log); ++waits) {
    for (const log_entry& entry : log.entries())
      // Acquire: as in committed_version().
      if (version_of(entry.cell->word.load(std::memory_order_acquire)) != version_of(entry.seen))
        return commit_outcome::moved;
    if (waits == most_waits) {
      require_others_reserve(log);
      return commit_outcome::busy;
    }
    wait.once();
  }
  return commit_outcome::done;
}

void forgive_own_move(attempt& running, cell_base& cell, version_move own, cell_base& cause,
                      bool is_cause_boxed) {
  const bool is_read =
      running.what() == attempt::kind::updating
          ? static_cast<access_log&>(running).has_read(cell, own.before)
          : static_cast<read_log&>(running).has_read(cell, own.before);
  if (!is_read) return;
  if (running.what() == attempt::kind::updating)
    static_cast<access_log&>(running).move_seen(cell, own);
  else
    static_cast<read_log&>(running).move_seen(cell, own);
  payload unused;
  (void)observe(running, cause, is_cause_boxed, unused);
}

}  // namespace stm::engine
