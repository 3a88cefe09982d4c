// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <utility>

namespace stm::engine {

class thread_slot;

/// The part of a box that does not depend on the type of its value.
struct box_base {
  /// Gives the box back for use again by the slot's thread, or frees it; null: frees it.
  void (*dispose)(void* box, thread_slot* by) noexcept;
  box_base* next = nullptr;  // in the one list the box is in, if any
  bool published = false;    // belongs to its variable, no longer to an attempt
};

/// Holds a value that is too large, or too alive, to lie in its variable.
/// Immutable once published: a commit replaces the box, and readers keep the old one.
template <class T>
struct box : box_base {
  template <class... Args>
  explicit box(void (*disposed)(void*, thread_slot*) noexcept, Args&&... args)
      : box_base{disposed}, value(std::forward<Args>(args)...) {}

  T value;
};

}  // namespace stm::engine
