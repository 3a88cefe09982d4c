// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <utility>

namespace stm::engine {

/// The part of a box that does not depend on the type of its value.
struct box_base {
  void (*destroy)(box_base*) noexcept;  // deletes the whole box
  box_base* next = nullptr;             // in the one list the box is in, if any
  std::uint64_t retired_at = 0;         // the epoch in which it was seen unlinked
  bool published = false;               // belongs to its variable, no longer to an attempt
};

/// Holds a value that is too large, or too alive, to lie in its variable.
/// Immutable once published: a commit replaces the box, and readers keep the old one.
template <class T>
struct box : box_base {
  template <class... Args>
  explicit box(Args&&... args)
      : box_base{[](box_base* self) noexcept { delete static_cast<box*>(self); }},
        value(std::forward<Args>(args)...) {}

  T value;
};

}  // namespace stm::engine
