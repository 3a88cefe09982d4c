// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/banks/account_actors.hpp>
#include <bench/banks/account_mutexes.hpp>
#include <bench/banks/account_spinlocks.hpp>
#include <bench/banks/cashier_actor.hpp>
#include <bench/banks/channel_cashier.hpp>
#include <bench/banks/global_mutex.hpp>
#include <bench/banks/stm_checkout.hpp>
#include <bench/banks/stm_store.hpp>
#include <bench/banks/stm_var.hpp>
#include <bench/banks/unsynchronised.hpp>

namespace bench {

/// A list of every bank of the comparison, in the order of the report.
template <template <class...> class List>
using all_banks = List<unsynchronised, global_mutex, account_mutexes, account_spinlocks, stm_var,
                       stm_store, stm_checkout, cashier_actor, account_actors, channel_cashier>;

}  // namespace bench
