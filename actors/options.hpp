// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <limits>

namespace actors {

/// What becomes of a call whose actor's mailbox is full.
enum class when_full : bool {
  block,  // the sender waits until there is room
  refuse  // the call throws mailbox_full
};

/// How an actor is held, where the holder shall not do it in its usual way.
///
/// `actors::running<log> a{actors::options{.mailbox_limit = 100}, "name"};`
struct options {
  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

  /// So many messages wait at most; not counted are the one in hand and the calls that run in
  /// place. At least 1. A mailbox without a limit is not counted at all.
  std::size_t mailbox_limit = unlimited;
  when_full full = when_full::block;
  /// A plain call that finds a pooled actor idle runs on the thread of its caller. To be switched
  /// off for handlers that must not run there: because they block, or use what belongs to a thread.
  bool on_callers = true;
};

}  // namespace actors
