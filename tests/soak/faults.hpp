// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace soak {

/// While it lives, this thread's allocation number `nth` from now fails; 0: none.
class scarcity {
 public:
  explicit scarcity(int nth);
  ~scarcity();
  scarcity(const scarcity&) = delete;
  scarcity& operator=(const scarcity&) = delete;
};

}  // namespace soak
