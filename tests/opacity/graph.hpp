// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/real_time.hpp>
#include <tests/opacity/versions.hpp>

#include <cstddef>
#include <vector>

namespace opacity {

/// Why one attempt comes before another one.
enum class edge {
  ww,   // the other replaced its value
  wr,   // the other read its value
  rw,   // the other replaced the value that it read
  time  // it had ended before the other began
};

/// The attempts, and which has to come before which. No edge is kept: they follow from who has
/// read and written which version.
class graph {
 public:
  /// Whether the attempts fit together at all is told by `found`; the graph is good without faults.
  graph(const numbering& numbers, key keys, faults& found);

  [[nodiscard]] node attempts() const { return numbers_.size(); }
  [[nodiscard]] node nodes() const { return 2 * attempts(); }
  [[nodiscard]] std::size_t reads() const { return seen_.size(); }
  [[nodiscard]] const real_time& time() const { return time_; }

  /// Calls visit(attempt, edge, key) for all that have to come after it for what is in the
  /// variables.
  template <class Visit>
  void for_each_conflict(node n, Visit visit) const {
    for (version_number v = versions_.written_by(n).begin; v < versions_.written_by(n).end; ++v) {
      if (const version_number next = versions_[v].next; next != no_version)
        visit(versions_[next].writer, edge::ww, versions_[v].at);
      for_each_reader(v, n, [&](node reader) { visit(reader, edge::wr, versions_[v].at); });
    }
    for (std::size_t i = first_seen_[n]; i < first_seen_[n + 1]; ++i) {
      const version& seen = versions_[seen_[i]];
      if (seen.next != no_version && versions_[seen.next].writer != n)
        visit(versions_[seen.next].writer, edge::rw, seen.at);
    }
  }
  /// Calls visit(node) for all nodes that this one leads to: attempts, and links of real time.
  template <class Visit>
  void for_each_successor(node n, Visit visit) const {
    if (!time_.is_link(n)) for_each_conflict(n, [&](node to, edge, key) { visit(to); });
    time_.for_each_successor(n, visit);
  }
  /// Calls visit(node) for all nodes that lead to this one, as often as they do.
  template <class Visit>
  void for_each_predecessor(node n, Visit visit) const {
    if (!time_.is_link(n)) {
      for (version_number v = versions_.written_by(n).begin; v < versions_.written_by(n).end; ++v) {
        const version_number before = versions_[v].before;
        if (versions_[before].writer != no_node) visit(versions_[before].writer);
        for_each_reader(before, n, visit);
      }
      for (std::size_t i = first_seen_[n]; i < first_seen_[n + 1]; ++i)
        if (const node writer = versions_[seen_[i]].writer; writer != no_node) visit(writer);
    }
    time_.for_each_predecessor(n, visit);
  }

 private:
  void replay_all(key keys, faults& found);
  void find_readers();
  template <class Visit>
  void for_each_reader(version_number v, node but, Visit visit) const {
    for (std::size_t i = first_reader_[v]; i < first_reader_[v + 1]; ++i)
      if (readers_[i] != but) visit(readers_[i]);
  }

  const numbering& numbers_;
  versions versions_;
  real_time time_;
  std::vector<version_number> seen_;         // by each attempt in turn
  std::vector<std::uint32_t> first_seen_;    // of each attempt, and the end
  std::vector<node> readers_;                // of each version in turn
  std::vector<std::uint32_t> first_reader_;  // of each version, and the end
};

}  // namespace opacity
