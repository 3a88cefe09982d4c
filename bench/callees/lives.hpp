// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/callees/small_actor.hpp>

#include <actors/actors.hpp>

#include <cstddef>
#include <tuple>

namespace bench {

/// Actors that do nothing in their lives, one after the other.
template <template <class> class Holder, class... Servers>
class lives {
 public:
  explicit lives(std::size_t) {}

  void live_once() {
    std::apply(
        [](auto&... by) {
          Holder<small_actor> one{by...};
          one.stop();
          one.join();
        },
        servers_);
    ++lived_;
  }
  long total() const { return lived_; }

 private:
  std::tuple<Servers...> servers_;
  long lived_ = 0;
};

class pooled_lives : public lives<actors::pooled, actors::pool> {
 public:
  static constexpr bank_facts facts{.name = "pooled", .kind = "messages", .most_threads = 1};
  using lives::lives;
};

class running_lives : public lives<actors::running> {
 public:
  static constexpr bank_facts facts{.name = "running", .kind = "messages", .most_threads = 1};
  using lives::lives;
};

}  // namespace bench
