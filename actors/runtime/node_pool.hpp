// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <new>

namespace actors::runtime {

/// Memory for messages, which senders allocate and servers free: full batches travel back through a
/// depot.
///
/// Blocks only for the moment in which two threads exchange batches.
class node_pool {
 public:
  [[nodiscard]] static void* take(std::size_t bytes);
  static void give(void* node, std::size_t bytes) noexcept;
};

/// Base of messages that live in the node pool.
class pooled_node {
 public:
  static void* operator new(std::size_t bytes) { return node_pool::take(bytes); }
  static void operator delete(void* node, std::size_t bytes) noexcept {
    node_pool::give(node, bytes);
  }

  // What needs a larger alignment comes from the heap.
  static void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return ::operator new(bytes, alignment);
  }
  static void operator delete(void* node, std::size_t, std::align_val_t alignment) noexcept {
    ::operator delete(node, alignment);
  }
};

}  // namespace actors::runtime
