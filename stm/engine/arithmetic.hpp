// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace stm::engine {

/// `h += x` and its like for a handle that has compute(): each == h.edit([&](auto& v) { v += x; }).
template <class Handle>
class arithmetic {
 public:
  template <class U>
  void operator+=(const U& by) {
    self().compute([&](auto& value) { value += by; });
  }
  template <class U>
  void operator-=(const U& by) {
    self().compute([&](auto& value) { value -= by; });
  }
  template <class U>
  void operator*=(const U& by) {
    self().compute([&](auto& value) { value *= by; });
  }
  template <class U>
  void operator/=(const U& by) {
    self().compute([&](auto& value) { value /= by; });
  }
  void operator++() {
    self().compute([](auto& value) { ++value; });
  }
  void operator--() {
    self().compute([](auto& value) { --value; });
  }

 private:
  friend Handle;
  arithmetic() = default;
  [[nodiscard]] Handle& self() noexcept { return static_cast<Handle&>(*this); }
};

}  // namespace stm::engine
