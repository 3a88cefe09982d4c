// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/open_epochs.hpp>
#include <stm/engine/thread_slot.hpp>

#include <algorithm>

namespace stm::engine {

void open_epochs::find(snapshot_count::key now) {
  find_none(now);
  for (const thread_slot* slot = thread_slot::first(); slot; slot = slot->next()) {
    const std::uint64_t epoch = slot->open_epoch();
    if (epoch == thread_slot::no_snapshot) continue;
    if (epochs_.size() < epochs_.capacity())
      epochs_.push_back(epoch);
    else
      uncounted_from_ = std::min(uncounted_from_, epoch);
  }
}

void open_epochs::make_room() {
  epochs_.reserve(2 * thread_slot::count_slots());
  uncounted_from_ = none;
  key_ = 0;  // The name of no set but that before the first snapshot.
}

}  // namespace stm::engine
