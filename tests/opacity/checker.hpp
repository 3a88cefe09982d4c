// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <cstddef>
#include <string>

namespace opacity {

struct verdict {
  std::size_t attempts = 0;
  std::size_t failed = 0;  // of them
  std::size_t reads = 0;   // of others' values, each once an attempt
  std::string faults;      // in words; empty: the history is opaque

  [[nodiscard]] bool is_opaque() const { return faults.empty(); }
};

/// Whether the transactions of a history could have run one after another, in an order that keeps
/// to real time, with all attempts, those that failed too, seeing what they have seen.
///
/// Each attempt is a node, and an edge leads to each one that must come after it: which replaces
/// its value (ww), reads its value (wr), replaces the value that it read (rw; A. Adya, "Weak
/// consistency", 1999), or began after its end. Without a cycle there is an order of all attempts
/// that agrees with every edge. In it each reads the last value committed before it: the writer
/// comes before, by wr, and who replaced the value comes after, by rw, with all later writers, by
/// ww. So the order is a legal run of one transaction at a time that keeps to real time: the
/// committed ones are strictly serialisable, and as the failed ones have their places too, the
/// history is opaque (R. Guerraoui and M. Kapalka, "On the correctness of transactional memory",
/// 2008, whose graph this is). And if there is a cycle, there is no such order: the edges are no
/// guesses, as the values tell who wrote them and each writer has read what it replaced.
[[nodiscard]] verdict check(const history& all);

}  // namespace opacity
