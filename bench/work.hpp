// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/client.hpp>
#include <bench/workload.hpp>

#include <cstdint>
#include <type_traits>

namespace bench {

/// Whether only the audits of a workload count, and what else is done is there to be in their way.
template <class Workload>
inline constexpr bool counts_audits = std::is_same_v<Workload, long_audit>;

/// What a client has done of that which counts.
template <class Workload>
std::int64_t counted(const client& of) {
  return counts_audits<Workload> ? of.audits : of.operations;
}

/// Steps until `enough()`, at least once.
///
/// Where audits are what counts, the last one does not: it ended when it was enough already, and
/// the others no longer were in its way. So audits that starve are never counted, and end.
template <class Workload>
void work_in_steps(auto& open, client& me, auto enough) {
  std::int64_t astray_before = 0;
  do {
    astray_before = me.astray;
    Workload::step(open, me);
    ++me.operations;
    // What a step has written is in memory before the next one: no bank's work is folded away.
    asm("" ::: "memory");
  } while (!enough());
  if constexpr (counts_audits<Workload>) {
    if (me.number == 0)
      --me.audits, --me.operations, me.astray_uncounted = me.astray - astray_before;
  }
}

/// Works as this client until `enough()`: in steps, or as in_flight does.
template <class Workload>
void work(auto& open, client& me, auto enough) {
  if constexpr (std::is_same_v<Workload, in_flight>) {
    in_flight::keep(open, me, enough);
  } else {
    work_in_steps<Workload>(open, me, enough);
  }
}

}  // namespace bench
