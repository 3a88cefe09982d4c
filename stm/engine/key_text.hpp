// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>

namespace stm::engine {

template <class T>
concept printable = requires(std::ostream& out, const T& x) {
  out << x;
};

/// A key as an error message names it.
template <class Key>
[[nodiscard]] std::string key_text(const Key& key) {
  if constexpr (std::convertible_to<const Key&, std::string_view>) {
    return std::string{"\""}.append(std::string_view{key}).append("\"");
  } else if constexpr (printable<Key>) {
    std::ostringstream text;
    text << "key " << key;
    return std::move(text).str();
  } else {
    return "a key of a type without operator<<";
  }
}

}  // namespace stm::engine
