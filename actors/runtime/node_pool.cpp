// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/node_pool.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

namespace actors::runtime {

/// Batches of one size on their way from threads that free to threads that allocate. Never
/// destroyed: threads may end after main() has returned.
class node_depot {
 public:
  using node = node_pool::node;

  static node_depot& of(std::size_t bytes) {
    static auto& small = *new node_depot{node_pool::line_bytes};
    static auto& large = *new node_depot{2 * node_pool::line_bytes};
    return bytes <= node_pool::line_bytes ? small : large;
  }

  /// A batch, made if there is none.
  node* take() {
    {
      boost::lock_guard<boost::mutex> lock{mutex_};
      if (node* const batch = first_) {
        first_ = batch->next_batch;
        return batch;
      }
    }
    return fresh_batch();
  }
  void give(node* batch, std::size_t size) {
    if (!batch) return;
    batch->batch_size = size;
    boost::lock_guard<boost::mutex> lock{mutex_};
    batch->next_batch = std::exchange(first_, batch);
  }

 private:
  explicit node_depot(std::size_t node_bytes) : node_bytes_{node_bytes} {}

  /// Its nodes stand in the order of their addresses.
  node* fresh_batch() {
    auto* const slab = static_cast<std::byte*>(::operator new (
        node_pool::batch_nodes* node_bytes_, std::align_val_t{node_pool::line_bytes}));
    node* first = nullptr;
    for (std::size_t i = node_pool::batch_nodes; i-- > 0;)
      first = ::new (slab + i * node_bytes_)
          node{.next = first, .next_batch = nullptr, .batch_size = 0};
    first->batch_size = node_pool::batch_nodes;
    return first;
  }

  const std::size_t node_bytes_;
  boost::mutex mutex_;
  node* first_ = nullptr;  // guarded by mutex_
};

node_pool::cache::cache() {
  own = this;
}

node_pool::cache::~cache() {
  own = nullptr;
  for (std::size_t i = 0; i < lines; ++i) {
    node_depot& right = node_depot::of((i + 1) * line_bytes);
    right.give(shelves[i].nodes, shelves[i].count);
    right.give(shelves[i].full, batch_nodes);
  }
}

/// Null while the thread ends.
node_pool::cache* node_pool::cache_here() {
  static thread_local cache one;
  static_cast<void>(&one);
  return cache::own;
}

void* node_pool::take_from_depot(std::size_t bytes) {
  cache* const mine = cache_here();
  node_depot& right = node_depot::of(bytes);
  if (!mine) {
    node* const batch = right.take();
    right.give(batch->next, batch->batch_size - 1);
    return batch;
  }
  shelf& empty = mine->of(bytes);
  empty.nodes = empty.full ? std::exchange(empty.full, nullptr) : right.take();
  empty.count = empty.nodes->batch_size;
  return empty.take();
}

void node_pool::give_to_depot(void* memory, std::size_t bytes) noexcept {
  cache* const mine = cache_here();
  node_depot& right = node_depot::of(bytes);
  if (!mine) {
    right.give(::new (memory) node{}, 1);
    return;
  }
  shelf& filled = mine->of(bytes);
  if (filled.count == batch_nodes) {
    right.give(filled.full, batch_nodes);
    filled.full = std::exchange(filled.nodes, nullptr);
    filled.full->batch_size = batch_nodes;
    filled.count = 0;
  }
  static_cast<void>(filled.give(memory));
}

}  // namespace actors::runtime
