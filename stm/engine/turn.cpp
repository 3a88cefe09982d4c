// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/spin_lock.hpp>
#include <stm/engine/sync.hpp>
#include <stm/engine/turn.hpp>

namespace stm::engine {
namespace {

/// A thread in the queue, on its own stack.
struct place {
  parker* sleeper;
  place* next = nullptr;
};

/// The threads that wait for the turn, in the order of asking.
struct queue {
  spin_lock lock;
  bool is_taken = false;  // guarded by lock, as all below
  place* first = nullptr;
  place** last = &first;

  void add(place& here) {
    *last = &here;
    last = &here.next;
  }
  /// False: it is not there any more, so the turn is its.
  bool remove(const place& here) {
    for (place** link = &first; *link; link = &(*link)->next)
      if (*link == &here) {
        if (last == &here.next) last = link;
        *link = here.next;
        return true;
      }
    return false;
  }
};

constinit queue turn;

/// The turn came while its place was being given up: passes it on, once the waker is done.
void decline(thread_slot& slot, parker& mine) noexcept {
  mine.park();
  pass_turn(slot);
}

}  // namespace

bool wait_for_turn(thread_slot& slot, std::chrono::steady_clock::time_point until) {
  const parker::hold mine{parker::sleep::timed};
  place here{&*mine};
  {
    const spin_lock::guard guard{turn.lock};
    if (!turn.is_taken) {
      turn.is_taken = true;
      return slot.has_turn = true;
    }
    turn.add(here);
  }
  const auto give_up = [&] {
    turn.lock.lock();
    const bool was_waiting = turn.remove(here);
    turn.lock.unlock();
    if (was_waiting) return;
    slot.has_turn = true;
    decline(slot, *mine);
  };
  try {
    if (mine->park_until(until)) return slot.has_turn = true;
  } catch (...) {
    give_up();
    throw;
  }
  give_up();
  return false;
}

void pass_turn(thread_slot& slot) noexcept {
  slot.has_turn = false;
  const spin_lock::guard guard{turn.lock};
  place* const next = turn.first;
  if (!next) {
    turn.is_taken = false;
    return;
  }
  turn.remove(*next);
  // Under the lock: the place, and its thread's stack, are there until the thread has seen it.
  next->sleeper->unpark();
}

}  // namespace stm::engine
