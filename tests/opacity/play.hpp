// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>
#include <tests/opacity/options.hpp>
#include <tests/opacity/player.hpp>
#include <tests/support/start_line.hpp>

#include <cstdint>

namespace opacity {

/// Lets threads call act(player) until there are as many transactions as there shall be, and
/// returns what they have done. At the end another one looks at what is left.
template <class Act>
[[nodiscard]] history play(const options::setting& s, std::uint64_t seed, std::uint64_t yields,
                           Act act) {
  world variables{s.keys};
  history all(s.threads + std::size_t{1});
  const auto record = [&](std::size_t thread, auto body) {
    recorder log{thread};
    luck own{seed + thread, yields};
    player me{variables, log, own};
    body(me);
    all[thread] = log.take();
  };
  support::in_threads(static_cast<int>(s.threads), [&](int thread) {
    record(static_cast<std::size_t>(thread), [&](player& me) {
      for (const auto many = s.transactions / s.threads + 1; me.log.transactions() < many;) act(me);
    });
  });
  record(s.threads,
         [](player& me) { me.read_only([&](stm::read_transaction& tx) { me.read_all(tx); }); });
  return all;
}

}  // namespace opacity
