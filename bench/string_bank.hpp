// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <string>

namespace bench {

/// Too long to lie in the string object itself.
inline constexpr std::size_t string_length = 40;

/// What each string holds at first.
inline std::string opening_string() {
  return std::string(string_length, 'x');
}

inline void raise(std::string& text, std::size_t at) {
  ++text[at];
}
inline void lower(std::string& text, std::size_t at) {
  --text[at];
}

/// A bank of strings 0, 1, ... of one length, edited by several threads at once.
///
/// edit_two(raised, lowered, at): raises the character `at` of one string by one and lowers that
/// of another, as one operation: the total of all characters stays as it was.
/// text(id): asked only while nobody else uses the bank.
template <class B>
concept string_bank = std::constructible_from<B, std::size_t> && requires(B& open, std::size_t id) {
  { open.edit_two(id, id, id) } -> std::same_as<void>;
  { open.text(id) } -> std::same_as<std::string>;
};

}  // namespace bench
