// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>

namespace fuzz {

/// A place is where a number may be kept: a key of one of two stores, or a variable. All are
/// numbered, the keys of the first store first.
inline constexpr unsigned keys = 6;  // of each store
inline constexpr unsigned inline_vars = 14;
inline constexpr unsigned boxed_vars = 6;
inline constexpr unsigned places = 2 * keys + inline_vars + boxed_vars;

inline constexpr unsigned place_named_by(unsigned byte) {
  return byte % places;
}
inline constexpr unsigned key_named_by(unsigned byte) {
  return byte % (2 * keys);
}
inline constexpr bool is_key(unsigned place) {
  return place < 2 * keys;
}
inline constexpr unsigned store_of(unsigned place) {
  return place / keys;
}

/// A number as each place holds it: in the variable itself, or in a text too long for its object,
/// which lies in a box.
template <class T>
T held(long number) {
  if constexpr (std::is_same_v<T, std::string>)
    return "a text with some length to it " + std::to_string(number);
  else if constexpr (std::is_same_v<T, int>)
    return static_cast<int>(number);
  else
    return T{held<typename T::value_type>(number)};
}
inline std::optional<long> number_in(int held) {
  return held;
}
inline std::optional<long> number_in(const std::string& held) {
  return held.empty() ? 0 : std::stol(held.substr(held.rfind(' ')));
}
template <class T>
std::optional<long> number_in(const std::optional<T>& held) {
  return held ? number_in(*held) : std::nullopt;
}

/// What of the engine the programs use.
struct engine_side {
  stm::store<std::string> texts;
  stm::store<int, int> numbers;
  std::array<stm::var<int>, inline_vars> plain;
  std::array<stm::var<std::string>, boxed_vars> boxed;

  /// The key of a place, as its store has it.
  template <class T, class Key>
  static Key key_in(const stm::store<T, Key>&, unsigned place) {
    if constexpr (std::is_same_v<Key, std::string>)
      return "key " + std::to_string(place % keys);
    else
      return static_cast<int>(place % keys);
  }

  /// Calls use(store) with the store of that number.
  template <class Use>
  auto with_store(unsigned number, Use use) {
    return number % 2 == 0 ? use(texts) : use(numbers);
  }
  /// Calls use(variable) with the variable of a place; that of a key is named by this.
  template <class Use>
  auto with_var(unsigned place, Use use) {
    if (place < keys) return use(texts.var(key_in(texts, place)));
    if (place < 2 * keys) return use(numbers.var(key_in(numbers, place)));
    place -= 2 * keys;
    if (place < inline_vars) return use(plain[place]);
    return use(boxed[place - inline_vars]);
  }
};

}  // namespace fuzz
