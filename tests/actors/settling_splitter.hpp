// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_function.hpp>
#include <actors/splitter.hpp>

/// A splitter whose settle() returns when all that was sent before has been sent on.
template <class Message>
class settling_splitter : public actors::splitter<Message> {
 public:
  actors::actor_function<void()> settle{this, [] {}};
};
