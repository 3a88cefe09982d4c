// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace stm::engine {

/// `h += x` and its like for a handle that has edit(): each == h.edit([&](auto& v) { v += x; }).
template <class Handle>
class arithmetic {
 public:
  template <class U>
  void operator+=(const U& by) {
    self().edit([&](auto& value) { value += by; });
  }
  template <class U>
  void operator-=(const U& by) {
    self().edit([&](auto& value) { value -= by; });
  }
  template <class U>
  void operator*=(const U& by) {
    self().edit([&](auto& value) { value *= by; });
  }
  template <class U>
  void operator/=(const U& by) {
    self().edit([&](auto& value) { value /= by; });
  }
  void operator++() {
    self().edit([](auto& value) { ++value; });
  }
  void operator--() {
    self().edit([](auto& value) { --value; });
  }

 private:
  friend Handle;
  arithmetic() = default;
  [[nodiscard]] Handle& self() noexcept { return static_cast<Handle&>(*this); }
};

}  // namespace stm::engine
