// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>

namespace bench {

/// An actor with two functions and eight bytes of its own: one of which there are many.
class small_actor : public actors::actor {
  long total_ = 0;

 public:
  actors::actor_function<long(long)> add{this, [this](long by) { return total_ += by; }};
  actors::actor_function<long()> total{this, [this] { return total_; }};
};

}  // namespace bench
