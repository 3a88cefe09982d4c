// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace stm {

/// Values checked out together, at one moment, and committed together: all or none.
/// As value in all else; `set[key]` is the value of a key, in the order of checkout by iteration.
template <storable T, class Key = std::string>
class [[nodiscard]] changeset {
 public:
  changeset(changeset&&) = default;
  changeset& operator=(const changeset&) = delete;

  /// Throws std::out_of_range for a key that was not checked out.
  [[nodiscard]] value<T, Key>& operator[](const Key& key) { return values_[index_of(key)]; }
  [[nodiscard]] const value<T, Key>& operator[](const Key& key) const {
    return values_[index_of(key)];
  }

  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] auto begin() noexcept { return values_.begin(); }
  [[nodiscard]] auto end() noexcept { return values_.end(); }
  [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
  [[nodiscard]] auto end() const noexcept { return values_.end(); }

  /// Checks every key that was checked out, and publishes those that were edited.
  /// Throws concurrent_update, which says what has moved, or busy; then nothing has changed.
  void commit() { value<T, Key>::throw_unless_done(value<T, Key>::commit_all(values_), values_); }
  /// False instead of a conflict.
  [[nodiscard]] bool try_commit() {
    return value<T, Key>::commit_all(values_) == engine::commit_outcome::done;
  }
  /// The keys that have moved since the checkout, as far as other threads have committed by now.
  [[nodiscard]] std::vector<Key> moved() const {
    std::vector<Key> keys;
    for (const auto& v : values_)
      if (v.has_moved()) keys.push_back(v.key());
    return keys;
  }

 private:
  template <storable, class, class>
  friend class store;
  using node = typename value<T, Key>::node;
  /// The store's own way from a key to its node, whatever its hash function.
  struct lookup {
    const void* index;
    const node* (*find)(const void* index, const Key& key);
  };

  changeset(std::vector<value<T, Key>> values, lookup find)
      : values_{std::move(values)}, find_{find} {
    if (values_.size() <= few) return;
    for (std::size_t i = 0; i < values_.size(); ++i) numbers_.emplace(values_[i].node_, i);
  }

  [[nodiscard]] std::size_t index_of(const Key& key) const {
    if (numbers_.empty()) {
      for (std::size_t i = 0; i < values_.size(); ++i)
        if (values_[i].key() == key) return i;
    } else if (const node* named = find_.find(find_.index, key)) {
      if (const auto found = numbers_.find(named); found != numbers_.end()) return found->second;
    }
    throw std::out_of_range{
        "stm::changeset: " + engine::key_text(key) + " is not checked out here"};
  }

  static constexpr std::size_t few = 16;  // up to so many the keys are compared one by one

  std::vector<value<T, Key>> values_;                     // each key once
  lookup find_;                                           // used if there are more than few
  std::unordered_map<const node*, std::size_t> numbers_;  // of the values; empty if few
};

}  // namespace stm
