// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace stm {

/// Destroys what commits have replaced, without waiting for more to come together: all of this
/// thread, and of threads that have ended, that nobody can be reading any more. Returns how much
/// of theirs had to stay, or has come meanwhile, by destructors that commit themselves.
///
/// Commits do the same from time to time, so this is for values that keep hold of something, as an
/// open file. Those that another running thread has replaced are left to that thread. Blocks as
/// their destructors do. Throws std::logic_error within a transaction, and std::bad_alloc on a
/// thread's first use of the library.
std::size_t reclaim();

}  // namespace stm
