// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/arithmetic.hpp>
#include <stm/engine/typed_access.hpp>

#include <type_traits>
#include <utility>

namespace stm {

class transaction;
class read_transaction;

/// A variable as one transaction sees it: `*r` reads, `r = x` and `r += x` write.
///
/// `*r` is a T where T lies in its variable (see var), otherwise a const T& that is valid until
/// the attempt ends; a write through another ref may change what it refers to. Reading waits
/// while a commit publishes the variable, and ends the attempt if a value read before has
/// changed. To be used in its block, by its thread.
template <class T>
class [[nodiscard]] ref : public engine::arithmetic<ref<T>> {
 public:
  ref(const ref&) = delete;
  /// To copy a value: `tx[x] = *tx[y]`.
  ref& operator=(const ref&) = delete;

  [[nodiscard]] engine::seen_as<T> operator*() const { return engine::read(log_, cell_); }
  [[nodiscard]] engine::arrow<T> operator->() const { return {engine::read(log_, cell_)}; }

  /// Writes without reading: does not conflict with other writers that have committed before.
  void operator=(T value) { engine::write(log_, cell_, std::move(value)); }

  /// Lets `change` edit the value in place: change(T&). If it throws, what it has done until then
  /// may stay in the transaction or not; so leave the block, or a nested one, by that exception.
  /// Where `change` writes the variable in another way as well that throws std::logic_error: it
  /// would be lost.
  template <class Change>
  void edit(Change&& change) {
    engine::edit(log_, cell_, std::forward<Change>(change));
  }

 private:
  friend class transaction;
  friend class engine::arithmetic<ref<T>>;
  /// The same. An operation of two numbers writes nothing else.
  template <bool WithNumber, class Change>
  void compute(Change&& change) {
    engine::edit<!(WithNumber && std::is_arithmetic_v<T>)>(
        log_, cell_, std::forward<Change>(change));
  }
  ref(engine::access_log& log, engine::cell<T>& cell) noexcept : log_{log}, cell_{cell} {}

  engine::access_log& log_;
  engine::cell<T>& cell_;
};

/// A variable that this block may only read.
template <class T>
class [[nodiscard]] ref<const T> {
 public:
  ref(const ref&) = delete;
  ref& operator=(const ref&) = delete;

  [[nodiscard]] engine::seen_as<T> operator*() const { return engine::read(attempt_, cell_); }
  [[nodiscard]] engine::arrow<T> operator->() const { return {engine::read(attempt_, cell_)}; }

 private:
  friend class transaction;
  friend class read_transaction;
  ref(engine::attempt& attempt, const engine::cell<T>& cell) noexcept
      : attempt_{attempt}, cell_{cell} {}

  engine::attempt& attempt_;
  const engine::cell<T>& cell_;
};

}  // namespace stm
