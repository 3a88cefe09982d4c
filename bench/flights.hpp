// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace bench {

/// How many transfers a client has in flight that does not wait for each.
inline constexpr std::size_t flights = 64;

/// What has become of a transfer in flight.
enum class landing { not_yet, moved, refused };

/// Keeps so many transfers of this client in flight until enough(), then waits until all landed.
///
/// Flight{open, accounts, amount} asks for a transfer's first step; next() waits for the answer,
/// and asks for the next step where there is one.
template <class Flight>
void keep_in_flight(auto& open, client& me, auto enough) {
  struct transfer {
    client::pair both;
    int amount;
    Flight flight;
  };
  const auto begun = [&] {
    const auto both = me.draw_pair();
    const int amount = me.draw_amount();
    return transfer{both, amount, Flight{open, both, amount}};
  };
  std::vector<transfer> going;
  while (going.size() < flights) going.push_back(begun());
  for (std::size_t i = 0; !going.empty(); i = i + 1 < going.size() ? i + 1 : 0) {
    transfer& each = going[i];
    const landing now = each.flight.next();
    if (now == landing::not_yet) continue;
    me.book_transfer(each.both, each.amount, now == landing::moved);
    ++me.operations;
    if (!enough()) {
      each = begun();
    } else {
      if (&each != &going.back()) each = std::move(going.back());
      going.pop_back();
    }
  }
}

}  // namespace bench
