// SPDX-License-Identifier: BSL-1.0
#pragma once

// TALLY_BENCH_CAF: the build has found CAF.
#ifdef TALLY_BENCH_CAF
#include <bench/peers/caf_event.hpp>
#include <bench/peers/caf_scoped.hpp>
#endif

namespace bench {

/// A list of the banks made of other people's actors, as far as those are installed.
template <template <class...> class List>
#ifdef TALLY_BENCH_CAF
using all_peers = List<caf_scoped, caf_event>;
#else
using all_peers = List<>;
#endif

}  // namespace bench
