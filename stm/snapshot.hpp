// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/key_text.hpp>
#include <stm/errors.hpp>
#include <stm/var.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stm {

template <storable T, class Key, class Hash>
class store;

/// A copy of a whole store, all of one moment. Does not change until pull_updates().
/// For one thread at a time; pull_updates() needs its store to be still there.
template <storable T, class Key = std::string, class Hash = std::hash<Key>>
class snapshot {
 public:
  struct entry {
    std::uint64_t version;
    T value;
  };

  /// Throws missing_value for a key that had none.
  [[nodiscard]] const T& operator[](const Key& key) const {
    if (const auto found = entries_.find(key); found != entries_.end()) return found->second.value;
    throw missing_value{engine::key_text(key)};
  }
  [[nodiscard]] bool contains(const Key& key) const { return entries_.count(key) != 0; }
  /// 0: the key had no value, or one that the transaction which made the snapshot had not yet
  /// committed.
  [[nodiscard]] std::uint64_t version(const Key& key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? 0 : found->second.version;
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  /// Pairs of a key and its entry, in no order.
  [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() const noexcept { return entries_.end(); }

  /// Becomes what store.snapshot() would be now, and returns the keys that differ: new, changed
  /// and erased ones. Copies those alone. If it throws, the snapshot is as it was; but where it is
  /// the hash or the comparison of keys that throws, keys may be missing until the next pull.
  std::vector<Key> pull_updates() {
    auto news = store_->news_for(*this);
    std::vector<Key> changed;
    changed.reserve(news.present.size() + news.gone.size());
    for (const auto& [key, fresh] : news.present) changed.push_back(key);
    for (const Key& key : news.gone)
      if (!news.present.count(key)) changed.push_back(key);
    entries_.reserve(entries_.size() + news.present.size());

    for (const Key& key : news.gone) entries_.erase(key);
    // Nodes change hands, so that nothing is allocated or copied once the first is in.
    for (const auto& [key, fresh] : news.present) entries_.erase(key);
    entries_.merge(news.present);
    return changed;
  }

 private:
  friend class store<T, Key, Hash>;
  using map = std::unordered_map<Key, entry, Hash>;
  struct difference {
    map present;
    std::unordered_set<Key, Hash> gone;  // a key may have several nodes
  };

  explicit snapshot(const store<T, Key, Hash>& from) noexcept : store_{&from} {}

  const store<T, Key, Hash>* store_;
  map entries_;
};

}  // namespace stm
