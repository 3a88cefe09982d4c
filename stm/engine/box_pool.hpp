// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/box.hpp>
#include <stm/engine/recycling.hpp>
#include <stm/engine/thread_slot.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace stm::engine {

/// A number for each type of value that is boxed anywhere in the process, from 0 on.
[[nodiscard]] std::size_t next_box_type() noexcept;
template <class T>
[[nodiscard]] std::size_t box_type() noexcept {
  static const std::size_t number = next_box_type();
  return number;
}

template <class T>
struct box_maker {
  /// Throws std::bad_alloc, and what the constructor of the value throws.
  template <class... Args>
  [[nodiscard]] static box<T>& make(Args&&... args) {
    std::allocator<box<T>> memory;
    return construct(memory.allocate(1), std::forward<Args>(args)...);
  }

  /// As make(), from what boxes of this type have left behind on this thread if there is any.
  template <class... Args>
  [[nodiscard]] static box<T>& make(thread_slot& slot, Args&&... args) {
    box_shelf& shelf = slot.boxes.shelf(box_type<T>());
    void* const left = shelf.take();
    if (!left) return make(std::forward<Args>(args)...);
    if constexpr (keeps_memory<T>) {
      auto* const again = static_cast<box<T>*>(left);
      again->published = false;
      if constexpr (sizeof...(Args) == 1 && (std::is_assignable_v<T&, Args&&> && ...)) {
        try {
          ((again->value = std::forward<Args>(args)), ...);
        } catch (...) {
          free(again);
          throw;
        }
        return *again;
      } else {
        again->~box<T>();
      }
    }
    return construct(static_cast<box<T>*>(left), std::forward<Args>(args)...);
  }

 private:
  template <class... Args>
  static box<T>& construct(box<T>* at, Args&&... args) {
    try {
      return *std::construct_at(at, &dispose, std::forward<Args>(args)...);
    } catch (...) {
      std::allocator<box<T>>{}.deallocate(at, 1);
      throw;
    }
  }

  static void dispose(void* what, thread_slot* by) noexcept {
    auto* const used = static_cast<box<T>*>(static_cast<box_base*>(what));
    box_shelf* const shelf = by ? by->boxes.shelf_if_made(box_type<T>()) : nullptr;
    if (!shelf || !shelf->has_room()) return free(used);
    if constexpr (keeps_memory<T>) {
      if (!is_worth_keeping(used->value)) return free(used);
      shelf->put(used);
    } else {
      used->~box<T>();
      // Asked again: the destructor of a value may have run transactions.
      if (box_shelf* const still = by->boxes.shelf_if_made(box_type<T>()); still->has_room())
        still->put(used);
      else
        std::allocator<box<T>>{}.deallocate(used, 1);
    }
  }
  static void free(box<T>* used) noexcept {
    used->~box<T>();
    std::allocator<box<T>>{}.deallocate(used, 1);
  }
};

}  // namespace stm::engine
