// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace support {

/// Called before each allocation of the program, unless it is null; what it throws, the allocation
/// throws. To be set before there are threads. The program has replaced_new.cpp among its sources.
using allocation_watch = void (*)();
inline constinit allocation_watch before_allocation = nullptr;

}  // namespace support
