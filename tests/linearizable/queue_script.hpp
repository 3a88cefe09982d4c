// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/queue_model.hpp>

#include <cstddef>
#include <cstdint>

namespace linearizable {

/// Two threads that make four operations each, or three that make three; none of which can wait for
/// ever. Each item is another one.
inline script_of<queue_model> draw_queue_script(std::uint64_t seed, const queue_model& empty) {
  using kind = queue_model::operation::kind;
  dice luck{seed};
  for (;;) {
    script_of<queue_model> drawn(seed % 2 == 0 ? 2 : 3);
    int item = 0, pushed = 0, waits = 0;
    for (auto& thread : drawn)
      while (thread.size() < (seed % 2 == 0 ? 4u : 3u)) {
        const kind what = luck.one_of(
            {kind::push, kind::push, kind::pop, kind::pop, kind::try_push, kind::try_pop});
        if (what == kind::push) ++pushed;
        if (what == kind::push || what == kind::pop) ++waits;
        thread.push_back({what, ++item});
      }
    if (pushed > 1 && waits > 3 && !can_get_stuck(drawn, empty)) return drawn;
  }
}

}  // namespace linearizable
