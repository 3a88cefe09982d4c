// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace stm {

/// How often attempts of a block with a name (retry_policy::name) were lost, on which variable, and
/// to a commit of which block.
struct lost_attempts {
  std::string block;
  std::string variable;  ///< its name, see stm::name(), or its address
  std::string winner;    ///< the block with a name that has committed it last; "?": none is known
  std::uint64_t count = 0;
};

/// `block lost COUNT attempts on VARIABLE to WINNER`
std::ostream& operator<<(std::ostream& out, const lost_attempts& line);

/// All of them since the process began, or since forget_conflicts(), the most frequent first.
/// Only blocks with a name cost anything for it: a little at each commit, more at each conflict.
/// For any thread, inside or outside a transaction, of which it is no part. Throws std::bad_alloc.
[[nodiscard]] std::vector<lost_attempts> conflicts();
void forget_conflicts();

}  // namespace stm
