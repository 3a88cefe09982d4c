// SPDX-License-Identifier: BSL-1.0
#include <bench/all_banks.hpp>
#include <bench/all_calls.hpp>
#include <bench/context.hpp>
#include <bench/options.hpp>
#include <bench/peers.hpp>
#include <bench/plan.hpp>
#include <bench/reporters.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace bench {
namespace {

int cores_here() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

template <class... Calls>
struct call_planner {
  static void plan_each(bool quick, std::vector<planned>& into) {
    (plan<typename Calls::workload, typename Calls::to>(quick, cores_here(), into), ...);
  }
};

template <class... Banks>
struct planner {
  static void plan_each(bool quick, std::vector<planned>& into) {
    const int cores = cores_here();
    (plan_all<Banks>(quick, cores, into), ...);
  }
  static void plan_peers([[maybe_unused]] bool quick, [[maybe_unused]] std::vector<planned>& into) {
    [[maybe_unused]] const int cores = cores_here();
    (plan_peer<Banks>(quick, cores, into), ...);
  }
  static void describe_each([[maybe_unused]] std::vector<bank_facts>& into) {
    (into.push_back(Banks::facts), ...);
  }
};

std::vector<planned> every_cell(bool quick) {
  std::vector<planned> cells;
  all_banks<planner>::plan_each(quick, cells);
  all_string_banks<planner>::plan_each(quick, cells);
  all_scans<planner>::plan_each(quick, cells);
  all_peers<planner>::plan_peers(quick, cells);
  all_calls<call_planner>::plan_each(quick, cells);
  return cells;
}

// Scans are no banks: their rows stand in a table of their own.
void describe_all_banks() {
  std::vector<bank_facts> facts;
  all_banks<planner>::describe_each(facts);
  all_string_banks<planner>::describe_each(facts);
  all_peers<planner>::describe_each(facts);
  describe_banks(facts);
}

std::vector<planned> wanted_cells(const options& asked) {
  auto cells = every_cell(asked.quick);
  std::erase_if(cells, [&](const planned& each) { return !asked.filter.lets_through(each.name); });
  return cells;
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
  const auto cells = wanted_cells(asked);
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
  describe_all_banks();
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
