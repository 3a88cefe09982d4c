// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>
#include <cstdio>

namespace bench {

/// Says on stderr how far the runs have got: in place on a terminal, else at each tenth.
///
/// For one thread, between runs; never while one is timed.
class progress {
 public:
  progress(int cells, int repetitions, double seconds)
      : runs_{cells * repetitions}, on_terminal_{isatty(STDERR_FILENO) == 1} {
    std::fprintf(stderr, "Cells: %d; runs of each: %d; seconds a run: %g; about %.0f s in all.\n",
                 cells, repetitions, seconds, 1 + runs_ * (seconds + between_runs));
  }

  void ran_one() {
    ++done_;
    if (on_terminal_) {
      std::fprintf(stderr, "\r%d of %d runs%s", done_, runs_, done_ == runs_ ? "\n" : "");
    } else if (done_ * 10 / runs_ != (done_ - 1) * 10 / runs_) {
      std::fprintf(stderr, "%d of %d runs\n", done_, runs_);
    }
  }

 private:
  static constexpr double between_runs = 0.005;  // opening a bank and checking its books

  int runs_;
  int done_ = 0;
  bool on_terminal_;
};

}  // namespace bench
