// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {

/// Something to be called, alone: an actor, or what one would have in its place.
///
/// total(): how many calls it has handled; asked only while nobody else uses it.
template <class C>
concept callee = std::constructible_from<C, std::size_t> && requires(C& open) {
  { open.total() } -> std::same_as<long>;
};

/// What throwing_call is answered with.
struct refusal : std::runtime_error {
  refusal() : std::runtime_error{"refused"} {}
};

/// Calls, and waits for the answer. A step is many calls, so that its end costs next to nothing.
struct call {
  static constexpr std::string_view name = "call";
  static constexpr int calls = 32;

  static void step(auto& open, client& me) {
    for (int i = 0; i < calls; ++i) open.add(1);
    me.operations += calls - 1;
  }
};

/// Calls each of many in turn.
struct call_many {
  static constexpr std::string_view name = "call_many";

  static void step(auto& open, client&) { open.add_to_next(); }
};

/// Calls by .async, and waits for the future.
struct async_call {
  static constexpr std::string_view name = "async_call";

  static void step(auto& open, client&) { open.add_async(1).get(); }
};

/// Calls what throws, and catches it.
struct throwing_call {
  static constexpr std::string_view name = "throwing_call";

  static void step(auto& open, client& me) {
    try {
      open.refuse(1);
      ++me.astray;
    } catch (const refusal&) {
    }
  }
};

/// Sends many messages that nobody waits for, and then waits until all of them were handled.
struct tell {
  static constexpr std::string_view name = "tell";
  static constexpr int messages = 10'000;

  static void step(auto& open, client& me) {
    for (int i = 0; i < messages; ++i) open.note(1);
    open.wait_until_handled();
    me.operations += messages - 1;
  }
};

/// Makes an actor, starts, stops, joins and destroys it.
struct whole_life {
  static constexpr std::string_view name = "whole_life";

  static void step(auto& open, client&) { open.live_once(); }
};

/// Checks that every call was handled, and as it should be; what is wrong, or empty.
template <callee C>
std::string checked(C& open, std::span<const client> clients) {
  std::int64_t calls = 0;
  for (const client& each : clients) {
    calls += each.operations;
    if (each.astray > 0) return std::to_string(each.astray) + " calls did not throw";
  }
  const long handled = open.total();
  if (handled == calls) return {};
  return std::to_string(handled) + " calls were handled of " + std::to_string(calls);
}

}  // namespace bench
