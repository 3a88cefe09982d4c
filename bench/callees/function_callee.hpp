// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/calls.hpp>

#include <cstddef>

namespace bench {

/// The same refusal as a plain function that throws at its caller.
class function_callee {
 public:
  static constexpr bank_facts facts{.name = "function", .kind = "none", .most_threads = 1};
  explicit function_callee(std::size_t) {}

  // Not inlined: the exception has a call to leave, as that of an actor has.
  [[gnu::noinline]] void refuse(long by) {
    total_ += by;
    throw refusal{};
  }
  long total() const { return total_; }

 private:
  long total_ = 0;
};

}  // namespace bench
