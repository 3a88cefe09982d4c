// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/callees/small_actor.hpp>
#include <bench/resident.hpp>

#include <actors/actors.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// So many idle actors on a pool, and the memory that they take.
class crowd {
 public:
  static constexpr bank_facts facts{.name = "pooled", .kind = "messages", .most_threads = 1};

  explicit crowd(std::size_t size) {
    const double before = resident_bytes();
    actors_ = std::vector<std::optional<actors::pooled<small_actor>>>(size);
    for (auto& each : actors_) each.emplace(pool_);
    resident_each_ = (resident_bytes() - before) / static_cast<double>(size);
  }

  void add_to_next() {
    actors_[next_]->add(1);
    next_ = next_ + 1 < actors_.size() ? next_ + 1 : 0;
  }
  long total() {
    long sum = 0;
    for (auto& each : actors_) sum += each->total();
    return sum;
  }

  std::map<std::string, double> figures() const {
    return {{"bytes_each", sizeof(actors::pooled<small_actor>) - sizeof(long)},
            {"resident_bytes_each", resident_each_}};
  }

 private:
  actors::pool pool_;
  // In one piece, so that it takes pages of its own; none is empty.
  std::vector<std::optional<actors::pooled<small_actor>>> actors_;
  std::size_t next_ = 0;
  double resident_each_ = 0;
};

}  // namespace bench
