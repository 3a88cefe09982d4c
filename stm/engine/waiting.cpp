// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/access_log.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/waiting.hpp>

namespace stm::engine {

void wait_for_change(attempt& run) {
  if (run.what() == attempt::kind::reading)
    static_cast<read_log&>(run).wait_for_change();
  else
    static_cast<access_log&>(run).wait_for_change();
}

}  // namespace stm::engine
