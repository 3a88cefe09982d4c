// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace stm::engine {

/// Values that are not destroyed with their box's use but assigned to at the next one, so that they
/// keep the memory they have. Only such whose remains nobody can miss: characters and the like.
template <class T>
inline constexpr bool keeps_memory = false;
template <class C, class Traits>
inline constexpr bool keeps_memory<std::basic_string<C, Traits, std::allocator<C>>> = true;
template <class T>
inline constexpr bool keeps_memory<std::vector<T, std::allocator<T>>> =
    std::is_trivially_copyable_v<T>&& std::is_copy_assignable_v<T>;
template <class T>
inline constexpr bool keeps_memory<std::optional<T>> = keeps_memory<T>;

/// Bytes of memory beyond which a value is destroyed all the same.
inline constexpr std::size_t most_kept_bytes = 4096;

template <class C, class Traits>
[[nodiscard]] bool is_worth_keeping(const std::basic_string<C, Traits>& value) noexcept {
  return value.capacity() * sizeof(C) <= most_kept_bytes;
}
template <class T>
[[nodiscard]] bool is_worth_keeping(const std::vector<T>& value) noexcept {
  return value.capacity() * sizeof(T) <= most_kept_bytes;
}
template <class T>
[[nodiscard]] bool is_worth_keeping(const std::optional<T>& value) noexcept {
  return value && is_worth_keeping(*value);
}

}  // namespace stm::engine
