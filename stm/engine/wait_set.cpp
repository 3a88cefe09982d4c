// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/limits.hpp>
#include <stm/engine/spin_lock.hpp>
#include <stm/engine/wait_set.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stm::engine {
namespace {

/// One sleep of a thread.
struct sleeper {
  parker* parked;
  atomic<bool> is_woken{false};  // by whom it was first
};

/// A sleeper in the list of one of its variables.
struct entry {
  const cell_base* cell;
  sleeper* waits;
  entry* next = nullptr;
  entry** link = nullptr;  // what points here, while it is in a list
};

struct alignas(64) bucket {
  spin_lock lock;
  entry* first = nullptr;  // guarded by lock, as are the links of all entries in the list

  void add(entry& fresh) {
    fresh.next = first;
    fresh.link = &first;
    if (first) first->link = &fresh.next;
    first = &fresh;
  }
  static void remove(entry& old) {
    *old.link = old.next;
    if (old.next) old.next->link = old.link;
  }
};

constinit std::array<bucket, limits::wait_buckets> buckets;

bucket& bucket_of(const cell_base& cell) {
  const auto address = reinterpret_cast<std::uintptr_t>(&cell) >> 5;
  return buckets[((address * 0x9E3779B97F4A7C15u) >> 20) % limits::wait_buckets];
}

/// False: the variable has another version by now, and nobody would wake who waits for this one.
bool set_waiters_bit(cell_base& cell, version_word seen) {
  // Relaxed: the CAS tells whether it still holds.
  version_word found = cell.word.load(std::memory_order_relaxed);
  for (spin_wait wait;;) {
    if (is_locked(found)) {
      wait.once();
      found = cell.word.load(std::memory_order_relaxed);
    } else if (without_soft(found) != without_flags(seen)) {
      return false;
    } else if ((found & waiters_bit) ||
               // Release: the entry in the list comes before it. What a commit that finds the bit
               // does after it comes after that; the lock of the list orders the two besides.
               cell.word.compare_exchange(found, found | waiters_bit, std::memory_order_acq_rel,
                                          std::memory_order_relaxed)) {
      return true;
    }
  }
}

/// The entries of one sleep, in their lists for its scope.
class enrolment {
 public:
  enrolment(std::span<const read_entry> read, sleeper& self) : entries_(read.size()) {
    for (std::size_t i = 0; i < read.size(); ++i) {
      entries_[i].cell = read[i].cell;
      entries_[i].waits = &self;
    }
    for (entry& each : entries_) {
      bucket& in = bucket_of(*each.cell);
      const spin_lock::guard guard{in.lock};
      in.add(each);
    }
  }
  ~enrolment() {
    for (entry& each : entries_) {
      const spin_lock::guard guard{bucket_of(*each.cell).lock};
      bucket::remove(each);
    }
  }
  enrolment(const enrolment&) = delete;
  enrolment& operator=(const enrolment&) = delete;

 private:
  std::vector<entry> entries_;
};

/// Takes the wake-up that has come, or is on its way, with nobody asleep for it.
void take_wake_up(sleeper& self) {
  // Nobody can find the sleeper any more. Relaxed: the locks of the lists order this.
  if (self.is_woken.load(std::memory_order_relaxed)) self.parked->park();
}

}  // namespace

bool wait_for_change(std::span<const read_entry> read, std::chrono::steady_clock::time_point until,
                     kept_alive& kept) {
  const parker::hold own{parker::sleep::timed};
  sleeper self{&*own};
  const sleep_watcher::scope told{*self.parked};
  bool is_taken = false;
  bool is_in_time = true;
  const auto sleep = [&] {
    const enrolment here{read, self};
    for (const read_entry& each : read)
      // A variable that is read by a const ref is no constant: its word is the engine's.
      if (!set_waiters_bit(const_cast<cell_base&>(*each.cell), each.seen)) return;
    // From here on their addresses alone are of use.
    kept.release();
    is_taken = is_in_time = self.parked->park_until(until);
  };
  try {
    sleep();
  } catch (...) {
    take_wake_up(self);
    throw;
  }
  if (!is_taken) take_wake_up(self);
  return is_in_time;
}

void wake_waiters(const cell_base& cell) noexcept {
  bucket& in = bucket_of(cell);
  const spin_lock::guard guard{in.lock};
  for (entry* each = in.first; each; each = each->next)
    // Relaxed: two wakers may hold the locks of two lists; the exchange tells the first.
    if (each->cell == &cell && !each->waits->is_woken.exchange(true, std::memory_order_relaxed))
      each->waits->parked->unpark();
}

}  // namespace stm::engine
