// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/atomically.hpp>
#include <stm/changeset.hpp>
#include <stm/engine/key_index.hpp>
#include <stm/engine/key_text.hpp>
#include <stm/engine/store_counters.hpp>
#include <stm/outside.hpp>
#include <stm/retry.hpp>
#include <stm/snapshot.hpp>
#include <stm/statistics.hpp>
#include <stm/value.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stm {

namespace engine {

template <class Range, class Key>
concept range_of_keys = !std::convertible_to<const Range&, Key> && requires(const Range& range) {
  { *std::begin(range) } -> std::convertible_to<Key>;
  std::end(range);
};
template <class It, class Key>
concept iterator_to_keys =
    std::input_iterator<It> && std::convertible_to<std::iter_reference_t<It>, Key>;

}  // namespace engine

/// Versioned values by key, shared by any number of threads.
///
/// Check out, edit the copy, commit: the commit holds only if nobody else has committed any of
/// the same keys in between. There is no lock of the store: threads that touch different keys do
/// not meet, whatever becomes of one of them. A key once named keeps its variable, some 100
/// bytes, as long as the store lives; a key without a value is shown by nothing but its checkout.
///
/// Within atomically() every operation joins the transaction. The store must outlive all handles,
/// snapshots' pulls and transactions that use it.
template <storable T, class Key = std::string, class Hash = std::hash<Key>>
class store {
 public:
  using value_type = value<T, Key>;
  using changeset_type = changeset<T, Key>;
  using snapshot_type = stm::snapshot<T, Key, Hash>;

  store() = default;
  store(const store&) = delete;
  store& operator=(const store&) = delete;

  // ---- checking out: a copy of one's own. Waits while a commit publishes one of the keys.

  /// An unknown key has version 0 and no value, until a commit gives it one.
  [[nodiscard]] value_type checkout(const Key& key) {
    node& from = named(key);
    count_checkout();
    return read_only([&](read_transaction& tx) { return value_type{tx, from, counters_}; });
  }
  /// Several, as they are at one moment. A key named twice is there once.
  /// Throws std::invalid_argument if there are none.
  [[nodiscard]] changeset_type checkout(std::initializer_list<Key> keys) {
    return checkout_range(keys.begin(), keys.end());
  }
  template <class... More>
  requires(std::convertible_to<const More&, Key>&&...) [[nodiscard]] changeset_type
      checkout(const Key& first, const Key& second, const More&... more) {
    return checkout({first, second, Key(more)...});
  }
  template <engine::range_of_keys<Key> Range>
  [[nodiscard]] changeset_type checkout(const Range& keys) {
    return checkout_range(std::begin(keys), std::end(keys));
  }
  template <engine::iterator_to_keys<Key> It>
  [[nodiscard]] changeset_type checkout(It first, It last) {
    return checkout_range(first, last);
  }

  // ---- whole updates

  /// Checks `keys` out, lets `edit(changeset&)` work on them, and commits; again from the start
  /// while there is a conflict: retry(policy, [&] { auto set = checkout(keys); edit(set);
  /// set.commit(); }).
  template <class Edit>
  void commit(const retry_policy& policy, std::initializer_list<Key> keys, Edit&& edit) {
    commit_range(policy, keys, edit);
  }
  template <engine::range_of_keys<Key> Range, class Edit>
  void commit(const retry_policy& policy, const Range& keys, Edit&& edit) {
    commit_range(policy, keys, edit);
  }

  /// Takes the key's value away. False: it had none. The key's versions go on.
  bool erase(const Key& key) {
    node* at = named_if_needed(key);
    return at && atomically([&](transaction& tx) {
             if (!*tx[std::as_const(at->value)]) return false;
             tx[at->value] = std::nullopt;
             return true;
           });
  }

  /// The key's variable, for transactions: empty while the key has no value. Lives as long as the
  /// store. What is committed through it and what is committed by checkout is one and the same.
  [[nodiscard]] stm::var<std::optional<T>>& var(const Key& key) { return named(key).value; }

  // ---- looking at all of it: each is one read-only transaction

  [[nodiscard]] bool contains(const Key& key) const {
    node* at = named_if_needed(key);
    return at && read_only([&](read_transaction& tx) { return tx[at->value]->has_value(); });
  }
  [[nodiscard]] std::vector<Key> keys() const {
    return read_only([&](read_transaction& tx) {
      std::vector<Key> all;
      for_each(tx, [&](const node& n) {
        if (tx[n.value]->has_value()) all.push_back(n.key);
      });
      return all;
    });
  }
  [[nodiscard]] std::unordered_map<Key, T, Hash> to_map() const {
    return read_only([&](read_transaction& tx) {
      std::unordered_map<Key, T, Hash> all;
      for_each(tx, [&](const node& n) { copy_to(all, tx, n); });
      return all;
    });
  }
  /// The keys of `keys` that have a value.
  template <engine::range_of_keys<Key> Range = std::initializer_list<Key>>
  [[nodiscard]] std::unordered_map<Key, T, Hash> to_map(const Range& keys) const {
    const std::vector<node*> nodes = nodes_of(std::begin(keys), std::end(keys));
    return read_only([&](read_transaction& tx) {
      std::unordered_map<Key, T, Hash> some;
      for (const node* each : nodes) copy_to(some, tx, *each);
      return some;
    });
  }
  [[nodiscard]] snapshot_type snapshot() const {
    snapshot_type copy{*this};
    copy.entries_ = std::move(news_for(copy).present);
    return copy;
  }
  /// Writes a line for each key that has a value: key, value and version; sorted if keys can be.
  void dump(std::ostream& out) const requires engine::printable<Key> && engine::printable<T> {
    const snapshot_type all = snapshot();
    std::vector<const std::pair<const Key, typename snapshot_type::entry>*> lines;
    for (const auto& line : all) lines.push_back(&line);
    if constexpr (std::totally_ordered<Key>)
      std::sort(lines.begin(), lines.end(), [](auto* a, auto* b) { return a->first < b->first; });
    for (const auto* line : lines)
      out << line->first << ": " << line->second.value << " @" << line->second.version << '\n';
  }

  /// Adds up the counters of all threads. Never blocks; what is just ending may be missing.
  [[nodiscard]] store_totals statistics() const {
    const auto sum = counters_.sum();
    return {sum[0], sum[1], sum[2]};
  }

  /// The newest version of any key, 0 if none was ever committed; found by looking at all of them
  /// in a snapshot, outside any transaction. It is the same as before as long as no key is
  /// committed, and greater after each commit that comes later than the look.
  [[nodiscard]] std::uint64_t last_update() const {
    const outside no_transaction;
    return read_only([&](read_transaction& tx) {
      // What comes later has a later epoch.
      engine::enter_snapshot(tx);
      std::uint64_t newest = 0;
      for (const node* n = index_.newest(); n; n = n->older)
        newest = std::max(newest, engine::version_in(tx, engine::door::cell_of(n->value)));
      return newest;
    });
  }

 private:
  friend snapshot_type;
  using node = typename value_type::node;
  using index_type = engine::key_index<Key, stm::var<std::optional<T>>, Hash>;

  node& named(const Key& key) const {
    std::optional<engine::version_move> own;
    node& at = index_.find_or_make(key, [&](engine::version_move made) { own = made; });
    // A transaction that has looked at all keys knows of this one, which is its own doing.
    if (own && engine::current)
      engine::forgive_own_move(
          *engine::current, index_.population, *own, engine::door::cell_of(at.value),
          !engine::lies_inline<std::optional<T>>);
    return at;
  }
  /// Within a transaction a key's absence has to be something that another commit can contradict.
  node* named_if_needed(const Key& key) const {
    return engine::current ? &named(key) : index_.find(key);
  }

  void count_checkout() {
    counters_.count(engine::thread_slot::mine(), engine::store_event::checkout);
  }

  template <class It>
  changeset_type checkout_range(It first, It last) {
    return checkout_nodes(nodes_of(first, last));
  }
  changeset_type checkout_nodes(const std::vector<node*>& nodes) {
    if (nodes.empty()) throw std::invalid_argument{"stm::store: a checkout needs at least one key"};
    count_checkout();
    auto values = read_only([&](read_transaction& tx) {
      std::vector<value_type> copies;
      copies.reserve(nodes.size());
      for (node* from : nodes) copies.push_back(value_type{tx, *from, counters_});
      return copies;
    });
    return changeset_type{
        std::move(values),
        {&index_, [](const void* index, const Key& key) {
           return static_cast<const node*>(static_cast<const index_type*>(index)->find(key));
         }}};
  }
  /// Each once, in the order of their keys' first naming.
  template <class It>
  std::vector<node*> nodes_of(It first, It last) const {
    constexpr std::size_t few = 16;
    std::vector<node*> nodes;
    std::unordered_set<const node*> many;  // those in `nodes` once there are more than few
    for (; first != last; ++first) {
      const Key& key = *first;  // Of another type: a key made from it.
      node& at = named(key);
      if (nodes.size() == few) many.insert(nodes.begin(), nodes.end());
      const bool is_new =
          nodes.size() < few ? std::find(nodes.begin(), nodes.end(), &at) == nodes.end()
                             : many.insert(&at).second;
      if (is_new) nodes.push_back(&at);
    }
    return nodes;
  }
  template <class Range, class Edit>
  void commit_range(const retry_policy& policy, const Range& keys, Edit& edit) {
    const std::vector<node*> nodes = nodes_of(std::begin(keys), std::end(keys));
    retry(policy, [&] {
      auto set = checkout_nodes(nodes);
      std::invoke(edit, set);
      set.commit();
    });
  }

  /// Visits all nodes that can have a value for `tx`, and some that cannot.
  template <class Visit>
  void for_each(read_transaction& tx, Visit visit) const {
    // First: a key that comes after this spoils the attempt, unless it comes after its end.
    engine::observe_population(tx, index_.population);
    for (node* n = index_.newest(); n; n = n->older) visit(*n);
  }
  static void copy_to(std::unordered_map<Key, T, Hash>& map, read_transaction& tx, const node& n) {
    if (const auto& now = *tx[n.value]) map.emplace(n.key, *now);
  }
  using difference = typename snapshot_type::difference;
  difference news_for(const snapshot_type& old) const {
    return read_only([&](read_transaction& tx) {
      difference news;
      for_each(tx, [&](node& n) { add_news(news, old, n, tx); });
      return news;
    });
  }
  static void add_news(difference& news, const snapshot_type& old, node& n, read_transaction& tx) {
    const auto now = engine::observe(tx, engine::door::cell_of(n.value));
    const std::uint64_t version = now.out.version();
    const bool is_draft = now.out.read.attempt != 0;
    if (!now.value) {
      // Of several nodes of a key those without a version never had a committed value.
      const bool had_value = version != 0 || is_draft || old.version(n.key) == 0;
      if (had_value && old.contains(n.key)) news.gone.insert(n.key);
    } else if (is_draft || version != old.version(n.key)) {
      // A draft may be taken back: it counts as changed at the next look.
      news.present.emplace(
          n.key, typename snapshot_type::entry{is_draft ? 0 : version, *now.value});
    }
  }

  // Mutable: naming a key makes a place for it, which is no change that anybody can see.
  mutable index_type index_;
  engine::store_counters counters_;
};

}  // namespace stm
