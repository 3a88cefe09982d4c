// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/committers.hpp>
#include <stm/engine/conflict_log.hpp>
#include <stm/engine/names.hpp>
#include <stm/engine/spin_lock.hpp>

#include <cstdint>
#include <map>
#include <new>
#include <string>
#include <tuple>

namespace stm::engine {
namespace {

/// Block, variable, winner or null. Names are told apart by what they say.
struct conflict {
  std::string block;
  const cell_base* cell;
  std::string winner;

  bool operator<(const conflict& other) const {
    return std::tie(block, cell, winner) < std::tie(other.block, other.cell, other.winner);
  }
};

struct conflict_registry {
  spin_lock lock;
  std::map<conflict, std::uint64_t> counts;  // guarded by lock

  /// Never destroyed: a thread may outlive main().
  static conflict_registry& all() {
    static auto& one = *new conflict_registry;
    return one;
  }
};

}  // namespace

void log_conflict(const char* block, const cell_base& cell) noexcept try {
  const char* winner = last_committer(cell);
  conflict met{block, &cell, winner ? winner : "?"};
  conflict_registry& all = conflict_registry::all();
  const spin_lock::guard guard{all.lock};
  ++all.counts[std::move(met)];
} catch (const std::bad_alloc&) {
}

std::vector<lost_attempts> logged_conflicts() {
  std::map<conflict, std::uint64_t> counts;
  {
    conflict_registry& all = conflict_registry::all();
    const spin_lock::guard guard{all.lock};
    counts = all.counts;
  }
  std::vector<lost_attempts> lines;
  lines.reserve(counts.size());
  for (const auto& [met, count] : counts)
    lines.push_back({met.block, variable_text(*met.cell), met.winner, count});
  return lines;
}

void forget_logged_conflicts() {
  conflict_registry& all = conflict_registry::all();
  const spin_lock::guard guard{all.lock};
  all.counts.clear();
}

}  // namespace stm::engine
