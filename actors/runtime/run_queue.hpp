// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <memory>
#include <utility>

namespace actors::runtime {

class actor_core;

/// The actors that wait for a worker: first in, first out. Room is made before, so that putting one
/// in cannot fail; no actor is touched, so whoever holds a lock for it does not wait for their
/// memory. For one thread at a time.
class run_queue {
 public:
  [[nodiscard]] bool empty() const { return first_ == end_; }
  [[nodiscard]] std::size_t room() const { return mask_ + 1; }
  /// There has to be room.
  void push(actor_core& last) { slots_[end_++ & mask_] = &last; }
  /// Null: it is empty.
  actor_core* pop() { return empty() ? nullptr : slots_[first_++ & mask_]; }

  /// Makes room for so many, at least. Has changed nothing where it throws std::bad_alloc.
  void make_room(std::size_t actors) {
    if (actors <= room()) return;
    const std::size_t more = std::bit_ceil(actors);
    auto larger = std::make_unique<actor_core*[]>(more);
    std::size_t end = 0;
    while (!empty()) larger[end++] = pop();
    slots_ = std::move(larger);
    mask_ = more - 1;
    first_ = 0;
    end_ = end;
  }

 private:
  static constexpr std::size_t least = 16;  // a power of 2, as the room always is

  std::size_t first_ = 0;  // how many have been taken out, and end_: put in; modulo the room, their
  std::size_t end_ = 0;    // slots
  std::size_t mask_ = least - 1;
  std::unique_ptr<actor_core*[]> slots_ = std::make_unique<actor_core*[]>(least);
};

}  // namespace actors::runtime
