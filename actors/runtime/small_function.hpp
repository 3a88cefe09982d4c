// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace actors::runtime {

template <class Signature>
class small_function;

/// A callable in two words: one that captures a single pointer lies inside, any other in a box of
/// its own.
template <class Result, class... Args>
class small_function<Result(Args...)> {
 public:
  template <class Body>
  explicit small_function(Body body) : ops_{&ops_of<Body>} {
    if constexpr (fits<Body>) {
      ::new (bytes_) Body(std::move(body));
    } else {
      ::new (bytes_) Body*(std::make_unique<Body>(std::move(body)).release());
    }
  }
  small_function(const small_function&) = delete;
  small_function& operator=(const small_function&) = delete;
  ~small_function() { ops_->destroy(bytes_); }

  Result operator()(Args&&... args) { return ops_->call(bytes_, std::forward<Args>(args)...); }

 private:
  struct ops {
    Result (*call)(void*, Args&&...);
    void (*destroy)(void*) noexcept;
  };

  template <class Body>
  static constexpr bool fits =
      sizeof(Body) <= sizeof(void*) &&
      alignof(Body) <= alignof(void*) && std::is_trivially_copyable_v<Body>;

  template <class Body>
  static Body& body_in(void* bytes) {
    if constexpr (fits<Body>) {
      return *std::launder(static_cast<Body*>(bytes));
    } else {
      return **std::launder(static_cast<Body**>(bytes));
    }
  }
  template <class Body>
  static Result call(void* bytes, Args&&... args) {
    return static_cast<Result>(body_in<Body>(bytes)(std::forward<Args>(args)...));
  }
  template <class Body>
  static void destroy(void* bytes) noexcept {
    if constexpr (!fits<Body>) std::unique_ptr<Body>{&body_in<Body>(bytes)};
    static_cast<void>(bytes);
  }
  template <class Body>
  static constexpr ops ops_of{&call<Body>, &destroy<Body>};

  const ops* ops_;
  alignas(void*) unsigned char bytes_[sizeof(void*)];  // the body, or a pointer to its box
};

}  // namespace actors::runtime
