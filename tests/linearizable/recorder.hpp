// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/sync.hpp>

#include <tests/linearizable/call.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace linearizable {

/// Writes down what threads do on a shared object. Each thread has a list of its own, and all share
/// a counter whose order is that of its changes: what ends before something else begins, by it,
/// really does.
template <class Model>
class recorder {
 public:
  using operation = typename Model::operation;
  using result = typename Model::result;
  using entry = call_of<Model>;

  explicit recorder(std::size_t threads) : calls_(threads) {}

  /// A call of this thread begins. The entry stays where it is; who ends the call may be another
  /// thread, to which the entry was handed.
  entry& begin(int thread, operation what) {
    // A place for other threads to come in between two calls.
    stm::engine::schedule_point(stm::engine::step::look);
    auto& own = calls_[static_cast<std::size_t>(thread)];
    own.push_back({thread, std::move(what), {}, 0});
    own.back().invoked = next();
    return own.back();
  }
  void end(entry& one, result what) {
    one.returned = next();
    one.result = std::move(what);
  }
  /// The whole of a call: act() makes it and returns its result.
  template <class Act>
  void record(int thread, const operation& what, Act act) {
    entry& one = begin(thread, what);
    end(one, act());
  }

  /// All of it, when the threads have ended.
  [[nodiscard]] history_of<Model> history() const {
    history_of<Model> all;
    for (const auto& each : calls_) all.insert(all.end(), each.begin(), each.end());
    return all;
  }

 private:
  // Sequentially consistent: each change synchronises with all later ones.
  moment next() { return clock_.fetch_add(1, std::memory_order_seq_cst); }

  std::atomic<moment> clock_{1};
  std::vector<std::deque<entry>> calls_;
};

}  // namespace linearizable
