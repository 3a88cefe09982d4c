// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/order_source.hpp>

#include <cstdint>
#include <vector>

namespace stm::testing {

/// All orders in which at most so many steps are made while the thread that made the last one could
/// have gone on: "Iterative Context Bounding for Systematic Testing of Multithreaded Programs",
/// Musuvathi, Qadeer (2007).
///
/// Each run has to be the same up to the first step that is chosen otherwise. Where one is not,
/// some orders are tried twice and others left out. So the first order is tried once more at the
/// end: if that run is not what it was, or another thread could go on at a step than in a run
/// before, the search begins again, and does not claim that these were all.
class within_preemptions final : public order_source {
 public:
  explicit within_preemptions(int most);

  void begin(int count) override;
  int next(threads ready, int last) override;
  bool end(std::size_t steps) override;

 private:
  [[nodiscard]] int choose(threads ready, int last);

  struct choice {
    int chosen;
    threads ready;
    threads left;     // that are still to be tried here
    int preemptions;  // up to here, with this one
    bool is_free;     // whoever made the last step could not go on
  };

  const int most_;
  std::vector<choice> path_;
  std::size_t done_ = 0;     // choices of this run
  std::uint64_t run_ = 0;    // a name for this run: who could go on at each step, and who did
  std::uint64_t first_ = 0;  // of the first run of this search; 0: there is none yet
  bool is_last_ = false;     // this run is the first one of this search once more
  bool is_repeated_ = true;  // as far as is known
};

}  // namespace stm::testing
