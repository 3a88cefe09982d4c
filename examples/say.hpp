// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <string_view>
#include <syncstream>
#include <utility>

namespace examples {

/// Prints a line. Lines of several threads never tear each other.
void print_line(std::string_view between, const auto&... parts) {
  std::osyncstream line{std::cout};
  std::string_view before = "";
  ((line << std::exchange(before, between) << parts), ...);
  line << '\n';
}

/// Prints a line of words.
void say(const auto&... words) {
  print_line(" ", words...);
}

/// Prints a line of an account's log.
void record(const auto&... entries) {
  print_line("\t", entries...);
}

}  // namespace examples
