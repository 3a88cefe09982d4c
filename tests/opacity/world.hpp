// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <tests/opacity/history.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace opacity {

/// Too large to lie in its variable, and made of parts, so that it can be torn.
struct wide {
  std::array<written, 5> parts{};

  wide() = default;
  explicit wide(written all) { parts.fill(all); }
  [[nodiscard]] written value() const {
    for (const written each : parts)
      if (each != parts[0]) return torn;
    return parts[0];
  }
};

/// The variables, of all kinds: by its key each is a large one in a store, a plain small one, or a
/// plain large one.
class world {
 public:
  explicit world(key keys) : keys_{keys}, small_(keys / 3 + 1), large_(keys / 3 + 1) {
    stm::atomically([&](stm::transaction& tx) {
      for (key k = 0; k < keys; k += 3) tx[stored_.var(k)] = wide{initial};
    });
  }

  [[nodiscard]] key keys() const { return keys_; }
  [[nodiscard]] bool is_small(key k) const { return k % 3 == 1; }
  [[nodiscard]] bool is_stored(key k) const { return k % 3 == 0; }
  /// Keys 0, 3, 6 and so on.
  [[nodiscard]] stm::store<wide, key>& stored() { return stored_; }

  template <class Tx>
  [[nodiscard]] written read(Tx& tx, key k) {
    if (is_small(k)) return static_cast<written>(*tx[std::as_const(small_[k / 3])]);
    if (!is_stored(k)) return tx[std::as_const(large_[k / 3])]->value();
    const auto& now = *tx[std::as_const(stored_.var(k))];
    return now ? now->value() : torn;
  }
  void write(stm::transaction& tx, key k, written value) {
    if (is_small(k))
      tx[small_[k / 3]] = static_cast<std::int64_t>(value);
    else if (is_stored(k))
      tx[stored_.var(k)] = wide{value};
    else
      tx[large_[k / 3]] = wide{value};
  }
  /// The same by changing what is there.
  void edit(stm::transaction& tx, key k, written value) {
    if (is_small(k))
      tx[small_[k / 3]].edit([&](std::int64_t& now) { now = static_cast<std::int64_t>(value); });
    else if (is_stored(k))
      tx[stored_.var(k)].edit([&](auto& now) { now->parts.fill(value); });
    else
      tx[large_[k / 3]].edit([&](wide& now) { now.parts.fill(value); });
  }

 private:
  const key keys_;
  std::deque<stm::var<std::int64_t>> small_;
  std::deque<stm::var<wide>> large_;
  stm::store<wide, key> stored_;
};

}  // namespace opacity
