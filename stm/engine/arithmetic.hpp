// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

namespace stm::engine {

/// `h += x` and its like for a handle that has compute(): each == h.edit([&](auto& v) { v += x; }).
template <class Handle>
class arithmetic {
 public:
  template <class U>
  void operator+=(const U& by) {
    self().template compute<std::is_arithmetic_v<U>>([&](auto& value) { value += by; });
  }
  template <class U>
  void operator-=(const U& by) {
    self().template compute<std::is_arithmetic_v<U>>([&](auto& value) { value -= by; });
  }
  template <class U>
  void operator*=(const U& by) {
    self().template compute<std::is_arithmetic_v<U>>([&](auto& value) { value *= by; });
  }
  template <class U>
  void operator/=(const U& by) {
    self().template compute<std::is_arithmetic_v<U>>([&](auto& value) { value /= by; });
  }
  void operator++() {
    self().template compute<true>([](auto& value) { ++value; });
  }
  void operator--() {
    self().template compute<true>([](auto& value) { --value; });
  }

 private:
  friend Handle;
  arithmetic() = default;
  [[nodiscard]] Handle& self() noexcept { return static_cast<Handle&>(*this); }
};

}  // namespace stm::engine
