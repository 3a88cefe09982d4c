// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/limits.hpp>
#include <stm/engine/sync.hpp>
#include <stm/engine/version_word.hpp>

#include <cstdint>
#include <utility>

namespace stm::engine {

class retired_list;

/// An old version of a variable. Who walks along old versions may come upon a node that is in use
/// elsewhere by now, and will find out by the word of its variable; hence the atomics.
struct history_node {
  atomic<version_word> word{0};
  atomic<std::uint64_t> value{0};
  atomic<history_node*> older{nullptr};
};

/// Nodes for use again: never freed while a snapshot may still look at them. One thread's own.
class history_pool {
 public:
  [[nodiscard]] bool has(std::uint64_t count) const noexcept { return count_ >= count; }
  /// Throws std::bad_alloc.
  void make_room(std::uint64_t count);

  /// Requires has(1).
  [[nodiscard]] history_node& take() {
    --count_;
    // Relaxed: only this thread's own nodes are here.
    return *std::exchange(first_, first_->older.load(std::memory_order_relaxed));
  }
  void give(history_node& node) {
    // Release: pairs with the acquire in find_version(): who comes here from a variable's versions
    // sees that variable locked, or later.
    node.older.store(first_, std::memory_order_release);
    first_ = &node;
    ++count_;
  }
  /// Retires what is more than a thread should keep, or than is said.
  void trim(retired_list& retired, std::uint64_t most = limits::spare_nodes) noexcept;

 private:
  history_node* first_ = nullptr;
  std::uint64_t count_ = 0;
};

}  // namespace stm::engine
