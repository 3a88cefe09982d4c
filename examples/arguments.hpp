// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <span>
#include <string_view>

namespace examples {

inline constexpr std::string_view accepted =
    "accepted: --seed N (a number from 0 to 4294967295), --help\n";

inline std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The seed that the command line asks for, or the usual one. Ends the program when it asks for
/// help, and with status 2 when it asks for anything else.
inline std::uint32_t seed_from(int argc, char** argv) {
  const std::span<char*> arguments{argv + 1, argv + argc};
  if (arguments.empty()) return 1;
  if (arguments.size() == 1 && arguments[0] == std::string_view{"--help"}) {
    std::cout << accepted;
    std::exit(0);
  }
  if (arguments.size() == 2 && arguments[0] == std::string_view{"--seed"})
    if (const auto seed = number_in(arguments[1])) return *seed;
  std::cerr << accepted;
  std::exit(2);
}

}  // namespace examples
