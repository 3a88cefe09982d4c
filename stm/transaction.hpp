// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/nested_scope.hpp>
#include <stm/ref.hpp>
#include <stm/var.hpp>

#include <cassert>
#include <concepts>
#include <utility>

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

  /// Ends this run of the block: it is run again once something that it has read has changed, and
  /// the thread sleeps until then. In or_else() the next block is run instead.
  ///
  /// Blocks at most for the policy's timeout, then retry_timeout_exceeded; an interruption point of
  /// boost::thread. A block that has read nothing ends in std::logic_error, as nothing would ever
  /// wake it. The run is ended by an exception that is not for users, as by a conflict.
  [[noreturn]] void retry() { wait_for_change(); }
  /// if (!condition) retry();
  void check(bool condition) {
    if (!condition) retry();
  }

  /// Runs `hook()` once the transaction has committed, outside it: not at all if this run, or the
  /// nested block, is taken back. In the order of asking; a hook may run transactions. An exception
  /// of one does not keep the others from running: it comes as hook_failed, but where one, or the
  /// block, was interrupted that comes instead. What is captured is destroyed after the
  /// transaction.
  template <std::invocable<> Hook>
  void on_commit(Hook&& hook) {
    outermost_hooks().add(engine::hook_list::when::committed, std::forward<Hook>(hook));
  }
  /// Runs `hook()`, in the same way, if this run is taken back: by a conflict or a wait, before the
  /// next run, or by an exception, before it reaches the caller; or if the nested block is, after
  /// the whole.
  template <std::invocable<> Hook>
  void on_rollback(Hook&& hook) {
    outermost_hooks().add(engine::hook_list::when::rolled_back, std::forward<Hook>(hook));
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
  using scope = nested_scope;

  [[nodiscard]] static access_log& log_of(transaction& tx) noexcept { return tx; }
  [[nodiscard]] static attempt& attempt_of(transaction& tx) noexcept { return tx.outermost(); }
  [[nodiscard]] static scope scope_of(transaction& tx) noexcept { return scope{tx}; }
};

}  // namespace engine
}  // namespace stm
