// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/node_pool.hpp>

#include <actors/runtime/sanitizers.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <utility>

namespace actors::runtime {
namespace {

constexpr std::size_t node_bytes = 96;
constexpr std::size_t batch_nodes = 64;

struct node {
  node* next;
  node* next_batch;
};

void free_all(node* nodes) noexcept {
  while (nodes) ::operator delete(std::exchange(nodes, nodes->next));
}

/// Full batches on their way from threads that free to threads that allocate. Never destroyed:
/// threads may end after main() has returned.
class depot {
 public:
  static depot& shared() {
    static auto& one = *new depot;
    return one;
  }
  /// A full batch, or null.
  node* take() {
    boost::lock_guard<boost::mutex> lock{mutex_};
    node* batch = first_;
    if (batch) first_ = batch->next_batch;
    return batch;
  }
  void give(node* batch) {
    boost::lock_guard<boost::mutex> lock{mutex_};
    batch->next_batch = std::exchange(first_, batch);
  }

 private:
  boost::mutex mutex_;
  node* first_ = nullptr;  // guarded by mutex_; full batches
};

/// A thread's own nodes: at most two batches.
class cache {
 public:
  cache() { own = this; }
  ~cache() {
    own = nullptr;
    free_all(nodes_);
    free_all(full_);
  }
  cache(const cache&) = delete;
  cache& operator=(const cache&) = delete;

  /// The calling thread's, or null while the thread ends.
  static cache* mine() {
    static thread_local cache one;
    return own;
  }

  /// A node, or null.
  node* take() {
    if (!nodes_) {
      nodes_ = full_ ? std::exchange(full_, nullptr) : depot::shared().take();
      if (!nodes_) return nullptr;
      count_ = batch_nodes;
    }
    --count_;
    return std::exchange(nodes_, nodes_->next);
  }
  void give(node* free) {
    if (count_ == batch_nodes) {
      if (full_) depot::shared().give(full_);
      full_ = std::exchange(nodes_, nullptr);
      count_ = 0;
    }
    free->next = std::exchange(nodes_, free);
    ++count_;
  }

 private:
  static inline constinit thread_local cache* own = nullptr;

  node* nodes_ = nullptr;
  std::size_t count_ = 0;  // of nodes_, at most batch_nodes
  node* full_ = nullptr;   // a full batch, or null
};

// The sanitizers shall see each message as an allocation of its own.
constexpr bool recycles = !thread_sanitizer && !address_sanitizer;

}  // namespace

void* node_pool::take(std::size_t bytes) {
  if (!recycles || bytes > node_bytes) return ::operator new(bytes);
  cache* mine = cache::mine();
  if (node* recycled = mine ? mine->take() : nullptr) return recycled;
  return ::operator new(node_bytes);
}

void node_pool::give(void* memory, std::size_t bytes) noexcept {
  cache* mine = recycles && bytes <= node_bytes ? cache::mine() : nullptr;
  if (mine) {
    mine->give(::new (memory) node);
  } else {
    ::operator delete(memory);
  }
}

}  // namespace actors::runtime
