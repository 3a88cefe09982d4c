// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

/// Which of the functions that an actor may override its class does override. The others have
/// nothing to do, so any thread may see to that.
struct hooks {
  bool start = true;
  bool process = true;
  bool stop = true;
};

/// Who runs an actor's messages.
struct serving_kind {
  bool on_callers = false;  // also a caller that finds it idle
  bool limited = false;     // its executor limits the mailbox
  bool has_thread = false;  // its executor is a thread of its own, which ends with it
};

}  // namespace actors::runtime
