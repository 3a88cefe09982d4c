// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

namespace support {

using allocation_watch = void (*)();

/// Called before each allocation of the program, unless it is null; what it throws, the allocation
/// throws. The program has replaced_new.cpp among its sources.
inline constinit std::atomic<allocation_watch> before_allocation{nullptr};
/// How many allocations of the program have not been freed.
inline constinit std::atomic<long> allocations_alive{0};

}  // namespace support
