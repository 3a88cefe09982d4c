// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/log_buffers.hpp>

#include <memory>
#include <utility>

namespace stm::engine {
namespace {

/// Entries beyond which buffers are freed rather than kept: some 2 MB a thread.
constexpr std::size_t most_kept = std::size_t{1} << 16;

bool is_small(const log_buffers& buffers) {
  return buffers.entries.capacity() <= most_kept && buffers.undo.capacity() <= most_kept;
}

}  // namespace

log_buffers& borrow_buffers(thread_slot& slot) {
  if (log_buffers* spare = std::exchange(slot.spare_buffers, nullptr)) return *spare;
  return *std::make_unique<log_buffers>().release();
}

void give_back_buffers(thread_slot& slot, log_buffers& buffers) noexcept {
  std::unique_ptr<log_buffers> owned{&buffers};
  if (slot.spare_buffers || !is_small(buffers)) return;
  buffers.undo.clear();
  slot.spare_buffers = owned.release();
}

}  // namespace stm::engine
