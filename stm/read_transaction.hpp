// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/attempt.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/nested_scope.hpp>
#include <stm/engine/waiting.hpp>
#include <stm/ref.hpp>
#include <stm/var.hpp>

#include <cassert>

namespace stm {

/// One attempt to run a read-only block. Made by read_only(); to be used in its block, by its
/// thread, and not longer. Inside atomically() it reads what that transaction sees.
class read_transaction {
 public:
  read_transaction(const read_transaction&) = delete;
  read_transaction& operator=(const read_transaction&) = delete;

  template <class T>
  [[nodiscard]] ref<const T> operator[](const var<T>& v) {
    assert(engine::current == &attempt_);
    return {attempt_, engine::door::cell_of(v)};
  }

  /// As transaction::retry() and check().
  [[noreturn]] void retry() { engine::wait_for_change(attempt_); }
  void check(bool condition) {
    if (!condition) retry();
  }

 private:
  friend struct engine::attempt_loop;
  friend struct engine::read_door;
  explicit read_transaction(engine::attempt& attempt) noexcept : attempt_{attempt} {}

  engine::attempt& attempt_;
};

namespace engine {

/// The library's way to the attempt that a read-only block reads through.
struct read_door {
  using scope = hook_scope;

  [[nodiscard]] static scope scope_of(read_transaction& tx) noexcept { return scope{tx.attempt_}; }
  [[nodiscard]] static attempt& attempt_of(read_transaction& tx) noexcept { return tx.attempt_; }
  static void pin(read_transaction& tx) {
    if (tx.attempt_.what() == attempt::kind::updating)
      static_cast<access_log&>(tx.attempt_).pin();
    else
      tx.attempt_.pin();
  }
};

}  // namespace engine
}  // namespace stm
