// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/cell.hpp>
#include <stm/engine/commit.hpp>
#include <stm/engine/sync.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace stm::engine {

/// A key and what is kept under it. Lives as long as its index.
template <class Key, class Value>
struct key_node {
  key_node(Key k, std::uint64_t h) : hash{h}, key{std::move(k)} {}

  const std::uint64_t hash;
  key_node* older = nullptr;                    // in the list of all, newest first; never changes
  std::array<atomic<key_node*>, 4> children{};  // null, or set once
  const Key key;
  Value value;
};

/// Finds the node of a key, and makes one if there is none. It only grows, and neither a reader
/// nor a writer waits for another: a thread may be suspended anywhere in it. But `made` may wait,
/// for a transaction in its turn that counts on the keys: see touch().
///
/// A hash trie: each node hangs in the first free place on the way that two bits of the hash at
/// a time point out, so it grows without moving anything (the idea in Wellons: An easy-to-
/// implement, arena-friendly hash map, 2023; as a concurrent trie in Prokopec, Bronson, Bagwell,
/// Odersky: Concurrent tries with efficient non-blocking snapshots, 2012).
template <class Key, class Value, class Hash>
class key_index {
 public:
  using node = key_node<Key, Value>;

  key_index() = default;
  key_index(const key_index&) = delete;
  key_index& operator=(const key_index&) = delete;
  ~key_index() {
    // Acquire: pairs with the release in list().
    node* each = newest_.load(std::memory_order_acquire);
    while (each) delete std::exchange(each, each->older);
  }

  /// Null if there is none.
  [[nodiscard]] node* find(const Key& key) const {
    const std::uint64_t hash = mix(hash_(key));
    // Acquire, here and below: pairs with the release in find_or_make(): the node is seen whole.
    node* at = root_[first_step(hash)].load(std::memory_order_acquire);
    for (std::uint64_t path = first_path(hash); at && !is(*at, hash, key); path <<= step_width)
      at = at->children[step(path)].load(std::memory_order_acquire);
    return at;
  }

  /// Calls made(version_move of `population`) if it had to make one, also if a rival was faster.
  /// Throws what copying a key throws and std::bad_alloc; then no key has been made. As much for
  /// what `made` throws.
  template <class Made>
  [[nodiscard]] node& find_or_make(const Key& key, Made made) {
    const std::uint64_t hash = mix(hash_(key));
    atomic<node*>* place = &root_[first_step(hash)];
    node* fresh = nullptr;
    for (std::uint64_t path = first_path(hash);; path <<= step_width) {
      node* at = place->load(std::memory_order_acquire);
      if (!at) {
        if (!fresh) {
          fresh = &list(std::make_unique<node>(key, hash));
          made(touch(population));
        }
        // Release: pairs with the acquire loads: who finds the node finds it in the list of all,
        // and `population` moved. A rival's node is found by acquire in turn.
        if (place->compare_exchange(
                at, fresh, std::memory_order_acq_rel, std::memory_order_acquire))
          return *fresh;
      }
      // A node that lost its place to a rival of the same key stays in the list, without a value.
      if (is(*at, hash, key)) return *at;
      place = &at->children[step(path)];
    }
  }

  /// Moves whenever a node is made, before it can be found: whoever has read it, and then all
  /// nodes from newest() on, in one transaction, has read all that can have a value.
  cell<char> population{0};

  /// The nodes, linked by `older`; a key may have several, of which one at most has a value.
  [[nodiscard]] node* newest() const {
    // Acquire: pairs with the release in list(). seq_cst: a snapshot loads it after the end of its
    // epoch, and so finds every node with a value of that epoch.
    return newest_.load(std::memory_order_seq_cst);
  }

 private:
  static constexpr unsigned root_width = 6;
  static constexpr unsigned step_width = 2;

  static constexpr std::uint64_t mix(std::uint64_t h) noexcept {
    // The finaliser of MurmurHash3 (Appleby, 2011): std::hash of a number is the number itself.
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
  }
  static constexpr std::size_t first_step(std::uint64_t hash) { return hash >> (64 - root_width); }
  static constexpr std::uint64_t first_path(std::uint64_t hash) { return hash << root_width; }
  static constexpr std::size_t step(std::uint64_t path) { return path >> (64 - step_width); }
  static bool is(const node& n, std::uint64_t hash, const Key& key) {
    return n.hash == hash && n.key == key;
  }

  node& list(std::unique_ptr<node> made) {
    node* fresh = made.release();
    fresh->older = newest_.load(std::memory_order_relaxed);
    // Release: pairs with the acquire in newest(). seq_cst: comes before the commit that gives the
    // node a value loads its epoch.
    while (!newest_.compare_exchange(
        fresh->older, fresh, std::memory_order_seq_cst, std::memory_order_relaxed)) {
    }
    return *fresh;
  }

  std::array<atomic<node*>, std::size_t{1} << root_width> root_{};  // null, or set once
  atomic<node*> newest_{nullptr};
  [[no_unique_address]] Hash hash_{};
};

}  // namespace stm::engine
