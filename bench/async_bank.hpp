// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>

#include <concepts>

namespace bench {

/// A bank whose clients can ask for transfers without waiting for the one before.
///
/// keep_in_flight(me, enough): keeps `flights` transfers of this client in flight until enough(),
/// then waits for all of them; me has kept account of each and counted it when it returns.
template <class B>
concept async_bank = bank<B> && requires(B& open, client& me, bool (*enough)()) {
  { open.keep_in_flight(me, enough) } -> std::same_as<void>;
};

}  // namespace bench
