// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/box_pool.hpp>
#include <stm/engine/history_pool.hpp>
#include <stm/engine/sync.hpp>
#include <stm/engine/version_word.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>

namespace stm::engine {

/// 64 bits of a value: the value itself, or the address of its box.
using payload = std::uint64_t;

/// One variable as the engine sees it: a version and a payload, whatever the type.
///
/// A commit stores the payload between locking and unlocking the word, and a reader loads the
/// word, the payload and the word again: equal and unlocked words mean that the payload belongs
/// to that version (a seqlock; Boehm: Can seqlocks get along with programming language memory
/// models?, 2012, whose variant with acquire loads of the data this is).
struct alignas(32) cell_base {
  explicit cell_base(payload initial) noexcept : value{initial} {}
  cell_base(const cell_base&) = delete;
  cell_base& operator=(const cell_base&) = delete;
  ~cell_base() {
    // Acquire: pairs with the release in keep_version(), should that be another thread's.
    if (history_node* oldest = history.load(std::memory_order_acquire)) [[unlikely]]
      forget(oldest);
  }

  atomic<version_word> word{0};
  atomic<payload> value;
  atomic<history_node*> history{nullptr};  // versions that open snapshots see, newest first

 private:
  [[gnu::noinline, gnu::cold]] static void forget(history_node* newest) noexcept;
};

/// A payload together with the word of the version it belongs to.
struct versioned {
  version_word word;
  payload value;
};

/// Loads both unless a commit is under way; false then, and `into` is not to be used.
[[nodiscard]] inline bool load_consistent(const cell_base& cell, versioned& into) {
  // seq_cst: reads of several variables agree with one order of all commits (see memory_model.md).
  into.word = cell.word.load(std::memory_order_seq_cst);
  // Acquire: pairs with the release of the payload in publish(): a payload of a later commit
  // brings along the locked word, so that the next load tells. It also sees the box's contents.
  into.value = cell.value.load(std::memory_order_acquire);
  // Relaxed: the acquire load before it keeps it in its place.
  return !is_locked(into.word) && cell.word.load(std::memory_order_relaxed) == into.word;
}

/// Waits, spinning and then yielding, while another thread's commit publishes `cell`.
[[nodiscard, gnu::noinline, gnu::cold]] versioned wait_consistent(const cell_base& cell);

[[nodiscard]] inline versioned load_or_wait(const cell_base& cell) {
  versioned now;
  return load_consistent(cell, now) ? now : wait_consistent(cell);
}

/// Values that lie in their variable; all others are boxed.
template <class T>
inline constexpr bool lies_inline = std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(payload);

template <class T>
[[nodiscard]] payload encode(const T& value) noexcept requires lies_inline<T> {
  payload bits = 0;
  std::memcpy(&bits, std::addressof(value), sizeof(T));
  return bits;
}

template <class T>
[[nodiscard]] T decode(payload bits) noexcept requires lies_inline<T> {
  std::array<unsigned char, sizeof(T)> bytes;
  std::memcpy(bytes.data(), &bits, sizeof(T));
  return std::bit_cast<T>(bytes);
}

[[nodiscard]] inline payload encode_box(box_base* box) noexcept {
  return static_cast<payload>(reinterpret_cast<std::uintptr_t>(box));
}
[[nodiscard]] inline box_base* decode_box(payload bits) noexcept {
  return reinterpret_cast<box_base*>(static_cast<std::uintptr_t>(bits));
}
template <class T>
[[nodiscard]] T& boxed_value(payload bits) noexcept {
  return static_cast<box<T>*>(decode_box(bits))->value;
}

/// The variable's storage for a T. Destroying it while a transaction uses it is an error.
template <class T>
class cell : public cell_base {
 public:
  explicit cell(T initial) : cell_base{make(std::move(initial))} {}
  ~cell() {
    if constexpr (!lies_inline<T>) {
      // Acquire: pairs with the release in publish(), should the last commit be another thread's.
      box_base* last = decode_box(value.load(std::memory_order_acquire));
      last->dispose(last, nullptr);
    }
  }

 private:
  static payload make(T&& initial) {
    if constexpr (lies_inline<T>)
      return encode(initial);
    else
      return encode_box(&box_maker<T>::make(std::move(initial)));
  }
};

}  // namespace stm::engine
