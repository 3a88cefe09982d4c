// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_method.hpp>
#include <actors/runtime/prepared_call.hpp>
#include <stm/transaction.hpp>

#include <type_traits>

namespace actors {

/// Calls to(args...) if the transaction commits: exactly once then, after it and outside it; never
/// if this run, or the nested block, is taken back.
///
/// The arguments are copied now. The actor has to be there until the transaction is over. Calls of
/// one transaction are sent in the order of asking, among its other hooks. What the call itself
/// would throw then, actor_stopped or mailbox_full, comes as stm::hook_failed; where a mailbox is
/// full whose senders wait, the committing thread does, after the commit.
template <class... Args>
void send_on_commit(stm::transaction& tx, actor_method<void(Args...)>& to,
                    std::type_identity_t<Args>... args) {
  tx.on_commit(runtime::prepared_call<Args...>{to, args...});
}

}  // namespace actors
