// SPDX-License-Identifier: BSL-1.0
#include <bench/comparison.hpp>
#include <bench/context.hpp>
#include <bench/measure.hpp>
#include <bench/options.hpp>
#include <bench/plan.hpp>
#include <bench/reporters.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace bench {
namespace {

comparison whole_comparison(bool quick) {
  comparison all;
  add_shared_banks(quick, all);
  add_message_banks(quick, all);
  add_strings_and_scans(quick, all);
  add_peers(quick, all);
  add_calls(quick, all);
  return all;
}

void initialise(const options& asked) {
  // Google Benchmark keeps a pointer to the first of its arguments.
  static std::vector<std::string> words{"accounts_bench"};
  words.push_back("--benchmark_repetitions=" + std::to_string(asked.repetitions));
  // Repetitions of all cells are shuffled: a slow minute of the machine hurts all alike.
  words.push_back("--benchmark_enable_random_interleaving=true");
  if (!asked.out.empty()) words.push_back("--benchmark_out=" + asked.out);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
}

void run_all(const options& asked) {
  if (asked.out.empty()) {
    plainly<benchmark::ConsoleReporter> console;
    benchmark::RunSpecifiedBenchmarks(&console);
  } else {
    silence nothing;
    plainly<benchmark::JSONReporter> file;
    benchmark::RunSpecifiedBenchmarks(&nothing, &file);
  }
}

int refuse(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 2;
}

int compare(const options& asked) {
  auto [cells, facts] = whole_comparison(asked.quick);
  std::erase_if(cells, [&](const planned& each) { return !asked.filter.lets_through(each.name); });
  if (cells.empty()) return refuse("accounts_bench: the filter leaves no cell");
  if (asked.list) {
    for (const planned& each : cells) std::puts(each.name.c_str());
    return 0;
  }
  if (!asked.out.empty() && !std::ofstream{asked.out}) {
    return refuse("accounts_bench: cannot write " + asked.out);
  }
  initialise(asked);
  describe_machine_and_run(asked);
  describe_banks(facts);
  measuring shared{asked, {static_cast<int>(cells.size()), asked.repetitions, asked.seconds}};
  for (const planned& each : cells) each.enrol(shared);
  run_all(asked);
  if (shared.wrong_books == 0) return 0;
  std::fprintf(stderr, "THE BOOKS ARE WRONG after %d runs\n", shared.wrong_books);
  return 1;
}

}  // namespace
}  // namespace bench

int main(int count, char** words) {
  const auto asked = bench::parsed({words + 1, words + count});
  if (!asked) return bench::refuse(bench::usage);
  if (asked->help) return std::puts(bench::usage) < 0;
  return bench::compare(*asked);
}
