// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/limits.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace stm::engine {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool reuse_boxes = false;  // so that a use after the end is seen
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool reuse_boxes = false;
#else
inline constexpr bool reuse_boxes = true;
#endif
#else
inline constexpr bool reuse_boxes = true;
#endif

/// Boxes of one type, or their memory, for use again. One thread's own.
class box_shelf {
 public:
  [[nodiscard]] bool has_room() const noexcept {
    return reuse_boxes && boxes_.size() < boxes_.capacity();
  }
  /// Requires has_room().
  void put(void* box) noexcept { boxes_.push_back(box); }
  /// Null if there is none.
  [[nodiscard]] void* take() {
    if (boxes_.empty()) {
      if (boxes_.capacity() == 0) boxes_.reserve(limits::spare_boxes);
      return nullptr;
    }
    void* const last = boxes_.back();
    boxes_.pop_back();
    return last;
  }

 private:
  std::vector<void*> boxes_;
};

/// A shelf for each type of box. One thread's own.
class box_shelves {
 public:
  /// Throws std::bad_alloc.
  [[nodiscard]] box_shelf& shelf(std::size_t type) {
    if (type >= shelves_.size()) [[unlikely]]
      shelves_.resize(type + 1);
    return shelves_[type];
  }
  /// Null if there is none.
  [[nodiscard]] box_shelf* shelf_if_made(std::size_t type) noexcept {
    return type < shelves_.size() ? &shelves_[type] : nullptr;
  }

 private:
  std::vector<box_shelf> shelves_;
};

}  // namespace stm::engine
