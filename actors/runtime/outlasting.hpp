// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace actors::runtime {

/// The first base of what holds an A: the executor is there before A is made, and until all of A is
/// gone. Members of A may call the actor while they are destroyed, and be called.
template <class Executor>
class outlasting {
 protected:
  template <class... Args>
  explicit outlasting(Args&&... args) : executor_of_holder_{std::forward<Args>(args)...} {}
  ~outlasting() = default;

  Executor executor_of_holder_;  // no name that a member of A may have
};

}  // namespace actors::runtime
