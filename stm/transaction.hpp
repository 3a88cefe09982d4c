// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/current.hpp>
#include <stm/ref.hpp>
#include <stm/var.hpp>

#include <cassert>

namespace stm {

/// One attempt to run a block: what it reads and writes, until it commits or fails.
/// Made by atomically(); to be used in its block, by its thread, and not longer.
class transaction : private engine::access_log {
 public:
  /// The variable as this transaction sees it, its own writes included.
  template <class T>
  [[nodiscard]] ref<T> operator[](var<T>& v) {
    assert(is_running());
    return {*this, engine::door::cell_of(v)};
  }
  template <class T>
  [[nodiscard]] ref<const T> operator[](const var<T>& v) {
    assert(is_running());
    return {*this, engine::door::cell_of(v)};
  }

 private:
  friend struct engine::attempt_loop;
  friend struct engine::tx_door;
  using access_log::access_log;

  /// False: the block has ended, this is another thread, or stm::outside is in the way.
  [[nodiscard]] bool is_running() const noexcept { return engine::current == &outermost(); }
};

namespace engine {

/// The library's way to a transaction's log.
struct tx_door {
  [[nodiscard]] static access_log& log_of(transaction& tx) noexcept { return tx; }
};

}  // namespace engine
}  // namespace stm
