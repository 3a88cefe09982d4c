// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/model.hpp>

#include <stm/stm.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace fuzz {

/// What the model knows of a checked-out value.
struct handle {
  unsigned place = 0;
  std::uint64_t shown = 0;  // the version it was copied from
  long copy = 0;
  bool has_value = false;
  bool is_edited = false;

  /// What a running attempt had written, and the handle has read, or has written itself.
  struct drafted {
    std::uint64_t attempt = 0;  // 0: nothing
    std::uint64_t id = 0;
    content value;
  };
  drafted read;
  std::vector<drafted> committed;  // of which nested blocks may have been taken back

  [[nodiscard]] content to_commit() const { return has_value ? content{copy} : std::nullopt; }
};

/// What a program holds of one store, with what the model knows of each.
template <class Store>
struct drawer {
  static constexpr unsigned slots = 3;
  using value_type = typename Store::value_type;
  using changeset_type = typename Store::changeset_type;
  using snapshot_type = typename Store::snapshot_type;

  template <class Real, class Known>
  struct slot {
    std::optional<Real> real;
    Known known;
  };
  /// A place and what a snapshot has of it; not there: no value.
  using copies = std::map<unsigned, cell>;

  std::array<slot<value_type, handle>, slots> handles;
  std::array<slot<changeset_type, std::vector<handle>>, slots> sets;
  std::array<slot<snapshot_type, copies>, slots> snapshots;

  /// All that is held is still what the model knows it to be.
  void check(unsigned store) const {
    for (const auto& each : handles)
      if (each.real) check(*each.real, each.known);
    for (const auto& each : sets) {
      if (!each.real) continue;
      require(each.real->size() == each.known.size(), "a changeset has another size");
      auto known = each.known.begin();
      for (const auto& value : *each.real) check(value, *known++);
    }
    for (const auto& each : snapshots)
      if (each.real) require(copies_in(*each.real, store) == each.known, "a snapshot has changed");
  }

  static copies copies_in(const snapshot_type& real, unsigned store) {
    copies all;
    for (const auto& [key, entry] : real)
      all[place_of(key, store)] = {number_in(entry.value), entry.version, 0};
    require(all.size() == real.size(), "a snapshot has another size");
    return all;
  }
  static unsigned place_of(int key, unsigned store) {
    return store * keys + static_cast<unsigned>(key);
  }
  static unsigned place_of(const std::string& key, unsigned store) {
    return place_of(key.back() - '0', store);
  }

 private:
  static void check(const value_type& real, const handle& known) {
    require(real.has_value() == known.has_value, "a handle has a value, or has none");
    require(number_in(*real) == known.copy, "a handle has another value");
    require(real.is_edited() == known.is_edited, "a handle is edited, or is not");
    if (!known.read.attempt) require(real.version() == known.shown, "a handle has another version");
  }
};

}  // namespace fuzz
