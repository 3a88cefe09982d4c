// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/sanitizers.hpp>

#include <cstddef>
#include <new>
#include <utility>

namespace actors::runtime {

/// Memory for messages, which senders allocate and servers free: each thread keeps some nodes, and
/// full batches travel back through a depot.
///
/// A node begins a cache line and its neighbours are handed out one after the other: whoever reads
/// a list of messages that another core has written finds most of them on their way already. What
/// was taken from the system once is kept, for messages. Blocks only for the moment in which two
/// threads exchange batches.
class node_pool {
 public:
  /// Nodes of so many cache lines at most; what is larger comes from the heap.
  static constexpr std::size_t lines = 2;
  static constexpr std::size_t line_bytes = 64;
  static constexpr std::size_t batch_nodes = 64;
  // The sanitizers shall see each message as an allocation of its own.
  static constexpr bool recycles = !thread_sanitizer && !address_sanitizer;

  [[nodiscard]] static void* take(std::size_t bytes) {
    if (!recycles || bytes > lines * line_bytes) return ::operator new(bytes);
    cache* const mine = cache::own;
    if (void* const node = mine ? mine->of(bytes).take() : nullptr) return node;
    return take_from_depot(bytes);
  }
  static void give(void* memory, std::size_t bytes) noexcept {
    if (!recycles || bytes > lines * line_bytes) return ::operator delete(memory);
    cache* const mine = cache::own;
    if (!mine || !mine->of(bytes).give(memory)) give_to_depot(memory, bytes);
  }

 private:
  friend class node_depot;

  struct node {
    node* next;
    // Of the first one of a batch:
    node* next_batch;
    std::size_t batch_size;
  };

  /// A thread's own nodes of one size: two batches at most, so that one who takes and gives at the
  /// edge of a batch need not go to the depot each time.
  struct shelf {
    node* nodes = nullptr;
    std::size_t count = 0;  // of `nodes`, at most batch_nodes
    node* full = nullptr;   // a full batch, or null

    /// Null: it is empty.
    void* take() {
      if (!nodes) return nullptr;
      --count;
      return std::exchange(nodes, nodes->next);
    }
    /// False: it is full.
    [[nodiscard]] bool give(void* memory) {
      if (count == batch_nodes) return false;
      nodes = ::new (memory) node{.next = nodes, .next_batch = nullptr, .batch_size = 0};
      ++count;
      return true;
    }
  };

  struct cache {
    cache();
    ~cache();
    cache(const cache&) = delete;
    cache& operator=(const cache&) = delete;

    [[nodiscard]] shelf& of(std::size_t bytes) { return shelves[(bytes - 1) / line_bytes]; }

    static inline constinit thread_local cache* own = nullptr;  // null: none yet, or none any more

    shelf shelves[lines];
  };

  [[nodiscard]] static cache* cache_here();
  [[nodiscard]] static void* take_from_depot(std::size_t bytes);
  static void give_to_depot(void* memory, std::size_t bytes) noexcept;
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
