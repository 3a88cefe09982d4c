// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/reclaim.hpp>

#include <utility>

namespace stm::engine {
namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t batch = 4;  // so that faults of reclamation show soon
#else
constexpr std::uint64_t batch = 128;
#endif

/// Boxes of threads that have ended, newest first.
constinit atomic<box_base*> orphans{nullptr};

void adopt_orphans(thread_slot& slot) {
  if (!orphans.load(std::memory_order_relaxed)) return;
  // Acquire: pairs with the release in orphan_retired(): the list is seen whole.
  box_base* adopted = orphans.exchange(nullptr, std::memory_order_acquire);
  while (adopted) {
    box_base* box = std::exchange(adopted, adopted->next);
    box->next = std::exchange(slot.retired, box);
    ++slot.retired_count;
  }
}

void sweep(thread_slot& slot) {
  adopt_orphans(slot);
  const std::uint64_t ended = clock.advance();
  const std::uint64_t oldest = thread_slot::oldest_pin(ended);

  // Taken off first: a destructor may run transactions, and so retire boxes, itself.
  box_base* boxes = std::exchange(slot.retired, nullptr);
  slot.retired_count = 0;
  while (boxes) {
    box_base* box = std::exchange(boxes, boxes->next);
    if (box->retired_at < oldest) {
      box->destroy(box);
    } else {
      box->next = std::exchange(slot.retired, box);
      ++slot.retired_count;
    }
  }
  // Twice what a reader holds back: the walk stays cheap for each box however long that takes.
  slot.sweep_at = 2 * slot.retired_count + batch;
}

}  // namespace

void retire(thread_slot& slot, box_base* boxes) {
  // seq_cst, after the unlinking: a thread that pins in a later epoch finds the box unlinked.
  const std::uint64_t at = clock.now();
  while (boxes) {
    box_base* box = std::exchange(boxes, boxes->next);
    box->retired_at = at;
    box->next = std::exchange(slot.retired, box);
    ++slot.retired_count;
  }
}

void sweep_if_due(thread_slot& slot) {
  if (slot.retired_count >= slot.sweep_at) sweep(slot);
}

void orphan_retired(thread_slot& slot) noexcept {
  if (!slot.retired) return;
  box_base* last = slot.retired;
  while (last->next) last = last->next;
  last->next = orphans.load(std::memory_order_relaxed);
  // Release: pairs with the acquire in adopt_orphans().
  while (!orphans.compare_exchange(
      last->next, slot.retired, std::memory_order_release, std::memory_order_relaxed)) {
  }
  slot.retired = nullptr;
  slot.retired_count = 0;
}

}  // namespace stm::engine
