// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/attempts.hpp>
#include <bench/books.hpp>
#include <bench/calls.hpp>
#include <bench/options.hpp>
#include <bench/progress.hpp>
#include <bench/run.hpp>
#include <bench/scan.hpp>
#include <bench/string_books.hpp>
#include <bench/work.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <string>

namespace bench {

/// What all cells share; lives as long as they are measured.
struct measuring {
  const options& asked;
  progress shown;
  int wrong_books = 0;
};

/// Measures one cell, and checks the books after each run of it.
template <class Workload, class B>
class cell {
 public:
  cell(std::size_t accounts, measuring& shared) : accounts_{accounts}, shared_{shared} {}

  /// One client's part of a run: Google Benchmark calls it from as many threads as are measured.
  void operator()(benchmark::State& state) {
    const auto number = static_cast<std::size_t>(state.thread_index());
    if (number == 0) open(state);
    for ([[maybe_unused]] auto the_run : state) {
      // Google Benchmark has let all threads in here together: the bank is open.
      state.SetIterationTime(run_->take_part(number).count());
      state.SetItemsProcessed(counted<Workload>(run_->clients()[number]));
    }
    // And has kept all of them until here: every client has ended.
    if (number == 0) close(state);
  }

 private:
  void open(const benchmark::State& state) {
    run_ = std::make_unique<run<Workload, B>>(
        accounts_, static_cast<std::size_t>(state.threads()), shared_.asked.seed,
        typename run<Workload, B>::seconds{shared_.asked.seconds});
    attempts_.begin();
  }

  void close(benchmark::State& state) {
    attempts_.report(state);
    report(state);
    if (const auto wrong = checked(run_->bank(), run_->clients()); !wrong.empty()) {
      ++shared_.wrong_books;
      state.SkipWithError(("the books are wrong: " + wrong).c_str());
    }
    run_.reset();
    shared_.shown.ran_one();
  }

  void report(benchmark::State& state) const {
    double operations = 0, refused = 0, audits = 0, astray = 0;
    for (const client& each : run_->clients()) {
      operations += static_cast<double>(each.operations);
      refused += static_cast<double>(each.refused);
      audits += static_cast<double>(each.audits);
      astray += static_cast<double>(each.astray - each.astray_uncounted);
    }
    state.counters["operations"] = operations;
    state.counters["insufficient_funds"] = refused;
    if constexpr (requires { run_->bank().figures(); }) {
      for (const auto& [name, figure] : run_->bank().figures()) state.counters[name] = figure;
    }
    if (audits == 0 && !counts_audits<Workload>) return;
    state.counters["audits"] = audits;
    state.counters["audits_astray"] = astray;
    state.counters["audits_per_second"] = {audits, benchmark::Counter::kIsRate};
    state.counters["transfers_per_second"] = {operations - audits, benchmark::Counter::kIsRate};
  }

  std::size_t accounts_;
  measuring& shared_;
  attempts<B> attempts_;
  std::unique_ptr<run<Workload, B>> run_;
};

}  // namespace bench
