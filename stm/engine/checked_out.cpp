// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/checked_out.hpp>
#include <stm/engine/commit.hpp>
#include <stm/engine/read_log.hpp>

#include <algorithm>

namespace stm::engine {

checked_out observe(attempt& running, cell_base& cell) {
  if (running.what() == attempt::kind::reading) {
    const versioned now = static_cast<read_log&>(running).read(cell);
    return {&cell, now.word, now.value, 0};
  }
  auto& log = static_cast<access_log&>(running);
  const unsigned entry = log.open(cell);
  const bool is_own_write = (log.seen(entry) & entry_is_written) != 0;
  return {&cell, without_flags(log.seen(entry)), log.value(entry),
          is_own_write ? log.share_writes() : 0};
}

bool is_current(access_log& running, const checked_out& handle) {
  const checked_out now = observe(running, *handle.cell);
  return now.word == handle.word && now.draft == handle.draft &&
         (now.draft == 0 || now.seen == handle.seen);
}

commit_outcome commit_checked_out(access_log& log) {
  constexpr int most_waits = 128;
  spin_wait wait;
  for (int waits = 0; !commit(log); ++waits) {
    for (const log_entry& entry : log.entries())
      if (version_of(entry.cell->word.load(std::memory_order_acquire)) != version_of(entry.seen))
        return commit_outcome::moved;
    if (waits == most_waits) return commit_outcome::busy;
    wait.once();
  }
  return commit_outcome::done;
}

}  // namespace stm::engine
