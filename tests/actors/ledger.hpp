// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>

#include <array>
#include <cstddef>

/// Its data is plain, so that ThreadSanitizer judges every edge from one message to the next.
class ledger : public actors::actor {
 public:
  actors::actor_function<long(int, int)> ask{
      this, [this](int who, int n) { return enter(who, n); }};
  actors::actor_method<void(int, int)> tell{this, [this](int who, int n) { enter(who, n); }};

  std::array<int, 8> last{};
  long sum = 0;
  bool in_order = true;

 private:
  long enter(int who, int n) {
    int& before = last[static_cast<std::size_t>(who)];
    if (n != before + 1) in_order = false;
    before = n;
    return ++sum;
  }
};
