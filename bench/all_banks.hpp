// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/banks/account_actors.hpp>
#include <bench/banks/account_actors_pooled.hpp>
#include <bench/banks/account_mutexes.hpp>
#include <bench/banks/account_mutexes_in_turn.hpp>
#include <bench/banks/account_spinlocks.hpp>
#include <bench/banks/cashier_actor.hpp>
#include <bench/banks/cashier_actor_pooled.hpp>
#include <bench/banks/channel_cashier.hpp>
#include <bench/banks/dense_scan.hpp>
#include <bench/banks/global_mutex.hpp>
#include <bench/banks/stm_checkout.hpp>
#include <bench/banks/stm_store.hpp>
#include <bench/banks/stm_var.hpp>
#include <bench/banks/strided_scan.hpp>
#include <bench/banks/string_mutex.hpp>
#include <bench/banks/string_spinlocks.hpp>
#include <bench/banks/string_stm.hpp>
#include <bench/banks/unsynchronised.hpp>
#include <bench/banks/var_scan.hpp>

namespace bench {

/// A list of the banks whose clients work on the accounts themselves.
template <template <class...> class List>
using shared_banks =
    List<unsynchronised, global_mutex, account_mutexes, account_mutexes_in_turn, account_spinlocks,
         stm_var, stm_store, stm_checkout>;

/// A list of those whose clients send messages.
template <template <class...> class List>
using message_banks =
    List<cashier_actor, cashier_actor_pooled, account_actors, account_actors_pooled,
         channel_cashier>;

template <class One, class Other>
struct joined;
template <template <class...> class List, class... Some, class... More>
struct joined<List<Some...>, List<More...>> {
  using type = List<Some..., More...>;
};

/// A list of every bank of accounts, in the order of the report.
template <template <class...> class List>
using all_banks = typename joined<shared_banks<List>, message_banks<List>>::type;

/// A list of every bank of strings, in the order of the report.
template <template <class...> class List>
using all_string_banks = List<string_mutex, string_spinlocks, string_stm>;

/// A list of all that is read from first to last.
template <template <class...> class List>
using all_scans = List<dense_scan, strided_scan, var_scan>;

}  // namespace bench
