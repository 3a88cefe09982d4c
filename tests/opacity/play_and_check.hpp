// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/checker.hpp>
#include <tests/opacity/options.hpp>
#include <tests/opacity/play.hpp>
#include <tests/opacity/report.hpp>

#include <algorithm>
#include <cstdint>

namespace opacity {

/// The main function of a program that plays histories of one kind and checks each: 0 if all are
/// opaque. Says what is wrong, and how to play the like of it again.
template <class Act>
int play_and_check(int argc, char** argv, Act act) {
  const auto wanted = options::parse(argc, argv);
  if (!wanted) return 2;
  std::uint64_t seed = wanted->seed;
  for (const options::setting& s : wanted->settings) {
    report said{argv[0], s};
    for (std::uint64_t left = s.transactions; left > 0; ++seed) {
      options::setting part = s;
      part.transactions = std::min(left, wanted->history);
      left -= part.transactions;
      said.begin(seed);
      const history all = play(part, seed, wanted->yields, act);
      said.played();
      if (!said.checked(part, check(all))) return 1;
    }
    said.end();
  }
  return 0;
}

}  // namespace opacity
