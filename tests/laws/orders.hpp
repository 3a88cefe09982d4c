// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifdef TALLY_SCHEDULE_HOOK
#include <tests/support/deadline.hpp>
#include <tests/support/interleavings.hpp>
#endif

namespace laws {

/// Runs `first` and `second` at once, in every order of the engine's steps that takes at most three
/// changes between them, `prepare` before each and `check` after it. Where the engine is built
/// without its schedule hook: one after the other, and the other way round.
template <class Prepare, class First, class Second, class Check>
void in_all_orders(Prepare prepare, First first, Second second, Check check) {
#ifdef TALLY_SCHEDULE_HOOK
  const support::deadline limit{"all orders of two threads"};
  support::for_each_interleaving(prepare, first, second, check);
  support::for_each_interleaving(prepare, second, first, check);
#else
  prepare(), first(), second(), check();
  prepare(), second(), first(), check();
#endif
}

/// The same with the whole of `second` at each step of `first`.
template <class Prepare, class First, class Second, class Check>
void at_each_step(Prepare prepare, First first, Second second, Check check) {
#ifdef TALLY_SCHEDULE_HOOK
  const support::deadline limit{"the whole of one thread at each step of another"};
  support::for_each_interruption(prepare, first, second, check);
#else
  prepare(), first(), second(), check();
  prepare(), second(), first(), check();
#endif
}

}  // namespace laws
