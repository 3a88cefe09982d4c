// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/calls.hpp>

#include <actors/actors.hpp>

namespace bench {

/// An actor that adds up what it is called with.
class alignas(apart) total_actor : public actors::actor {
  long total_ = 0;

 public:
  actors::actor_function<long(long)> add{this, [this](long by) { return total_ += by; }};
  actors::actor_method<void(long)> note{this, [this](long by) { total_ += by; }};
  actors::actor_function<void(long)> refuse{
      this, [this](long by) {
        total_ += by;
        throw refusal{};
      }};
  actors::actor_function<long()> total{this, [this] { return total_; }};
};

}  // namespace bench
