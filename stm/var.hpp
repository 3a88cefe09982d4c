// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/pin.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace stm {

namespace engine {
struct door;
}

/// What can be held by a variable or a store: whatever can be copied.
template <class T>
concept storable = std::is_object_v<T> && !std::is_const_v<T> && std::copy_constructible<T>;

/// A transactional variable: shared by any number of threads, read and written only through a
/// transaction.
///
/// A T of at most 8 bytes that is trivially copyable lies in the variable (32 bytes in all);
/// every other T lies in a box that each commit replaces, so hold what is large, or must not be
/// copied, by std::shared_ptr<const T>. A replaced value is destroyed later, when nobody can be
/// reading it, by a commit of the thread that has replaced it, or of one that has taken its place
/// since it ended; or by reclaim(). Its destructor must not need a lock that is held around
/// transactions. Constructing and destroying a variable is not transactional: while any
/// transaction may use it, it must be there.
template <storable T>
class var {
 public:
  using value_type = T;

  var() requires std::default_initializable<T> : cell_{T{}} {}
  explicit var(T initial) : cell_{std::move(initial)} {}
  var(const var&) = delete;
  var& operator=(const var&) = delete;

  /// The value of the last commit: v.load() == read_only([&](auto& tx) { return *tx[v]; }), but
  /// outside any transaction, also within a block. Waits while a commit publishes the variable.
  [[nodiscard]] T load() const {
    if constexpr (engine::lies_inline<T>) {
      return engine::decode<T>(engine::load_or_wait(cell_).value);
    } else {
      const engine::pin_scope pinned{engine::thread_slot::mine()};
      return engine::boxed_value<T>(engine::load_or_wait(cell_).value);
    }
  }

 private:
  friend struct engine::door;
  engine::cell<T> cell_;
};

namespace engine {

/// The library's way to a variable's cell.
struct door {
  template <class T>
  [[nodiscard]] static cell<T>& cell_of(var<T>& v) noexcept {
    return v.cell_;
  }
  template <class T>
  [[nodiscard]] static const cell<T>& cell_of(const var<T>& v) noexcept {
    return v.cell_;
  }
};

}  // namespace engine
}  // namespace stm
