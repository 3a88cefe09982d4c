// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/reclaim.hpp>

#include <utility>

namespace stm::engine {
namespace {

#if defined(__has_feature)
#define TALLY_HAS_FEATURE(x) __has_feature(x)
#else
#define TALLY_HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__) || \
    TALLY_HAS_FEATURE(thread_sanitizer) || TALLY_HAS_FEATURE(address_sanitizer)
constexpr std::uint64_t batch = 4;  // so that faults of reclamation show soon
#else
constexpr std::uint64_t batch = 128;
#endif

void sweep(thread_slot& slot) {
  clock.advance();  // Who pins from here on holds none of these boxes back.
  const std::uint64_t oldest = thread_slot::oldest_pin();

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
  // seq_cst, after the locking CAS and the unlinking: see thread_slot::pin().
  const std::uint64_t at = clock.now();
  while (boxes) {
    box_base* box = std::exchange(boxes, boxes->next);
    box->retired_at = at;
    box->next = std::exchange(slot.retired, box);
    ++slot.retired_count;
  }
}

void sweep_if_due(thread_slot& slot) {
  if (slot.retired_count >= batch && slot.retired_count >= slot.sweep_at) sweep(slot);
}

}  // namespace stm::engine
