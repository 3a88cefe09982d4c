// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>

#include <concepts>

namespace actors {

/// Starts several actors, in this order.
template <std::derived_from<actor>... Actors>
void start(Actors&... each) {
  (each.start(), ...);
}

/// Lets each handle what was sent to it before, then ends it. Never blocks.
template <std::derived_from<actor>... Actors>
void stop(Actors&... each) noexcept {
  (each.stop(), ...);
}

/// Ends each after the message it has in hand. Never blocks.
template <std::derived_from<actor>... Actors>
void stop_now(Actors&... each) noexcept {
  (each.stop_now(), ...);
}

/// Blocks until all of them have ended.
template <std::derived_from<actor>... Actors>
void join(Actors&... each) {
  (each.join(), ...);
}

/// Stops each and waits for its end before it goes on to the next: a pipeline that is given from
/// its source on loses nothing. Blocks.
template <std::derived_from<actor>... Actors>
void drain(Actors&... each) {
  ((each.stop(), each.join()), ...);
}

}  // namespace actors
