// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

namespace faults {

/// What can be made to fail: an operation of a value or of a key, or an allocation.
enum class kind { allocation, value, key };

/// What a value or a key throws; an allocation throws std::bad_alloc.
struct broken {};

/// Whose operations are counted.
enum class on { this_thread, every_thread };

/// A point at which something can fail: returns, or throws if it is the one that shall.
void point(kind what);

/// While it lives the nth point from now on fails, and no other. One at a time.
class armed {
 public:
  armed(long nth, on where, bool keys_fail);
  ~armed();
  armed(const armed&) = delete;
  armed& operator=(const armed&) = delete;

  /// True: that point was reached.
  [[nodiscard]] bool has_failed() const;
};

/// While it lives nothing that this thread does fails or is counted.
class spared {
 public:
  spared();
  ~spared();
  spared(const spared&) = delete;
  spared& operator=(const spared&) = delete;
};

/// How many points have failed so far, by their kinds.
[[nodiscard]] std::array<long, 3> injected();

}  // namespace faults
