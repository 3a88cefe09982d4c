// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>

namespace actors::runtime {

/// The answer to a call that is not handled: an Error. Without memory for it, std::bad_alloc:
/// whoever waits is answered all the same.
template <class Error>
[[nodiscard]] std::exception_ptr refusal() noexcept {
  try {
    return std::make_exception_ptr(Error{});
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace actors::runtime
