// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors {

/// Binds each one's `output` to the `input` of the next. Throws actor_stopped where that has been
/// told to stop.
template <class First, class Second, class... Rest>
void pipeline(First& first, Second& second, Rest&... rest) {
  first.output.bind(second.input);
  if constexpr (sizeof...(rest) > 0) pipeline(second, rest...);
}

}  // namespace actors
