// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/faults.hpp>
#include <tests/opacity/numbering.hpp>
#include <tests/opacity/replay.hpp>
#include <tests/opacity/wording.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace opacity {

using version_number = std::uint32_t;
constexpr version_number no_version = ~version_number{0};

/// A committed value of a variable.
struct version {
  written value;
  key at;
  node writer;  // no_node: the initial one
  version_number before;
  version_number next;
};

/// All committed values, and the order in which those of each variable have followed each other.
/// That order is known, as who writes a variable reads it first.
class versions {
 public:
  versions(const numbering& numbers, key keys);

  /// Of the version that was seen there; no_version, and a fault, if there is none.
  [[nodiscard]] version_number find(key at, written seen, node by, faults& found) const;
  /// From here on the attempt's versions follow on what it has seen, which `replayed` knows.
  void put_in_order(node writer, const replay& replayed, faults& found);

  [[nodiscard]] version_number size() const { return static_cast<version_number>(all_.size()); }
  [[nodiscard]] const version& operator[](version_number v) const { return all_[v]; }
  /// The numbers of the attempt's versions: from the first to before the second.
  struct range {
    version_number begin, end;
  };
  [[nodiscard]] range written_by(node n) const { return {first_[n], first_[n + 1]}; }

 private:
  void report(key at, written seen, node by, faults& found) const;

  const numbering& numbers_;
  const wording words_;
  std::vector<version> all_;           // the initial ones by their keys, then those of each attempt
  std::vector<version_number> first_;  // of each attempt, and the end
};

}  // namespace opacity
