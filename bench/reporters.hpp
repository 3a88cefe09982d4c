// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace bench {

/// A reporter of Google Benchmark that calls a cell by its plain name and counts its operations.
///
/// To Google Benchmark a whole run is one iteration of manual time; in what is reported an
/// iteration is one operation, and a time is the wall time of one. Aggregates are left out.
template <class Reporter>
class plainly final : public Reporter {
 public:
  void ReportRuns(const std::vector<benchmark::BenchmarkReporter::Run>& runs) override {
    std::vector<benchmark::BenchmarkReporter::Run> plain;
    for (auto run : runs) {
      if (run.run_type == run.RT_Aggregate) continue;
      run.run_name.iterations.clear();
      run.run_name.time_type.clear();
      if (const auto counted = run.counters.find("operations"); counted != run.counters.end()) {
        run.iterations = static_cast<benchmark::IterationCount>(counted->second.value);
        run.counters.erase(counted);
      }
      plain.push_back(run);
    }
    Reporter::ReportRuns(plain);
  }
};

/// Reports nothing: for a display whose figures go to a file.
class silence final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>&) override {}
};

}  // namespace bench
