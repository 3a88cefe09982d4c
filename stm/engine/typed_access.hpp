// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>
#include <stm/engine/cell.hpp>
#include <stm/engine/read_log.hpp>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace stm::engine {

/// What reading a T in a transaction gives: a copy of what lies inline, else a look into its box.
template <class T>
using seen_as = std::conditional_t<lies_inline<T>, T, const T&>;

/// What `->` gives: lets a copy live as long as the expression.
template <class T>
struct arrow {
  seen_as<T> value;
  [[nodiscard]] const T* operator->() const noexcept { return std::addressof(value); }
};

template <class T>
[[nodiscard, gnu::always_inline]] inline seen_as<T> read(access_log& log, cell<T>& from) {
  if constexpr (lies_inline<T>) {
    return decode<T>(log.value(log.open(from)));
  } else {
    log.pin();
    return boxed_value<T>(log.value(log.open(from)));
  }
}

template <class T>
[[nodiscard, gnu::always_inline]] inline seen_as<T> read(attempt& reader, const cell<T>& from) {
  if (reader.sees_snapshot()) {
    const payload now = static_cast<read_log&>(reader).read_in_snapshot(from).value;
    if constexpr (lies_inline<T>)
      return decode<T>(now);
    else
      return boxed_value<T>(now);
  }
  if (reader.what() == attempt::kind::updating)
    // The log's entries serve readers and writers alike; this one is never written.
    return read(static_cast<access_log&>(reader), const_cast<cell<T>&>(from));
  auto& log = static_cast<read_log&>(reader);
  if constexpr (lies_inline<T>) {
    return decode<T>(log.read(from).value);
  } else {
    log.pin();
    return boxed_value<T>(log.read(from).value);
  }
}

/// A box for the attempt to write to `to`; the value is made from `args`.
template <class T, class... Args>
[[nodiscard]] box<T>& fresh_box(access_log& log, Args&&... args) {
  box<T>& fresh = box_maker<T>::make(log.slot(), std::forward<Args>(args)...);
  log.own(fresh);
  return fresh;
}

template <class T>
void write(access_log& log, cell<T>& to, T&& value) {
  if constexpr (lies_inline<T>) {
    log.write(to, encode(value));
  } else {
    if constexpr (std::is_nothrow_move_assignable_v<T>)
      if (const unsigned known = log.find(to);
          known != access_log::none && log.has_own_box(known)) {
        boxed_value<T>(log.value(known)) = std::move(value);
        return;
      }
    log.write(to, encode_box(&fresh_box<T>(log, std::move(value))), entry_is_boxed);
  }
}

/// `MayWrite`: `change` may do more than change its argument.
template <bool MayWrite = true, class T, class Change>
[[gnu::always_inline]] inline void edit(access_log& log, cell<T>& at, Change&& change) {
  const auto apply = [&](T& value) {
    if constexpr (MayWrite) {
      const access_log::under_edit here{log, at};
      std::invoke(std::forward<Change>(change), value);
    } else {
      std::invoke(std::forward<Change>(change), value);
    }
  };
  if constexpr (lies_inline<T>) {
    const unsigned known = log.open(at);
    T value = decode<T>(log.value(known));
    apply(value);
    log.write(known, encode(value));
  } else {
    log.pin();
    const unsigned known = log.open(at);
    const payload before = log.value(known);
    if (log.has_own_box(known)) {
      apply(boxed_value<T>(before));
      log.write(known, before, entry_is_boxed);
    } else {
      box<T>& fresh = fresh_box<T>(log, std::as_const(boxed_value<T>(before)));
      apply(fresh.value);
      log.write(known, encode_box(&fresh), entry_is_boxed);
    }
  }
}

}  // namespace stm::engine
