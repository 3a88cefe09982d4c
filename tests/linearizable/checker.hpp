// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/call.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace linearizable {

/// The same object for one thread: apply() makes an operation on it and returns what comes of it,
/// or nothing where the operation has to wait as the object is now.
template <class Model>
concept sequential = std::copyable<Model> && std::totally_ordered<Model> &&
    requires(Model model, const typename Model::operation& operation) {
  { model.apply(operation) } -> std::same_as<std::optional<typename Model::result>>;
};

/// What the checker has found.
struct verdict {
  bool is_linearizable;
  std::vector<std::size_t> order;  // that explains the calls, or the longest one that explains some
};

/// Looks for an order of the calls in which one thread would have got the same results, and in
/// which each call that ended before another one began comes before it. "Testing and Verifying
/// Concurrent Objects", Wing, Gong (1993); what was tried is kept as in "Testing for
/// Linearizability", Lowe (2017): the calls made so far, and the object after them.
template <sequential Model>
class search {
 public:
  static constexpr std::size_t most_calls = 64;

  explicit search(const history_of<Model>& calls) : calls_{calls} {
    if (calls.size() > most_calls) throw std::length_error{"a history of more than 64 calls"};
    for (std::size_t i = 0; i < calls.size(); ++i)
      if (calls[i].result) returned_ |= bit(i);
  }

  verdict from(const Model& initial) {
    const bool found = extend(initial);
    return {found, found ? order_ : longest_};
  }

 private:
  static constexpr std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << i; }

  bool extend(const Model& now) {
    if ((made_ & returned_) == returned_) return true;
    if (!tried_.emplace(made_, now).second) return false;
    // What begins after this has another call before it.
    const moment end = first_return();
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (!(made_ & bit(i)) && calls_[i].invoked < end && extend_by(i, now)) return true;
    return false;
  }

  bool extend_by(std::size_t i, Model now) {
    const auto result = now.apply(calls_[i].operation);
    if (!result || (calls_[i].result && *calls_[i].result != *result)) return false;
    made_ |= bit(i);
    order_.push_back(i);
    if (order_.size() > longest_.size()) longest_ = order_;
    if (extend(now)) return true;
    made_ &= ~bit(i);
    order_.pop_back();
    return false;
  }

  [[nodiscard]] moment first_return() const {
    moment first = call_of<Model>::never;
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (!(made_ & bit(i))) first = std::min(first, calls_[i].returned);
    return first;
  }

  const history_of<Model>& calls_;
  std::uint64_t returned_ = 0;  // the calls that have to be in the order
  std::uint64_t made_ = 0;      // those that are
  std::vector<std::size_t> order_, longest_;
  std::set<std::pair<std::uint64_t, Model>> tried_;
};

template <sequential Model>
verdict check(const history_of<Model>& calls, const Model& initial) {
  return search<Model>{calls}.from(initial);
}

}  // namespace linearizable
