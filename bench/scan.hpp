// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace bench {

/// So many variables that each hold the opening balance, to be read from first to last.
///
/// sum(): of all of them.
template <class B>
concept scan = std::constructible_from<B, std::size_t> && requires(B& open) {
  { open.sum() } -> std::same_as<std::int64_t>;
};

/// Checks what the clients saw, and a last sum; what is wrong, or empty.
template <scan B>
std::string checked(B& open, std::span<const client> clients) {
  for (const client& each : clients) {
    if (each.astray > 0) return std::to_string(each.astray) + " sums do not add up";
  }
  return open.sum() == clients.front().total() ? "" : "the last sum does not add up";
}

}  // namespace bench
