// SPDX-License-Identifier: BSL-1.0
// soak [--seconds=N] [--minutes=N] [--growth=N]: rounds of all kinds, one after another, until the
// time is up or something is lost. Exit status 0 only if the books of every round were right and
// memory has not grown by more than N megabytes, 8 unless told otherwise; a sanitizer may keep 256
// more of what was freed. TALLY_SEED repeats the choices, though not the order of the threads;
// SOAK_ONLY=TEXT leaves out all kinds of rounds without that text in their names.
#include <tests/soak/figures.hpp>
#include <tests/soak/memory.hpp>
#include <tests/soak/rounds.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>

#include <stm/stm.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <vector>

namespace {

using steady = std::chrono::steady_clock;

std::vector<soak::round> all_rounds() {
  std::vector<soak::round> all;
#ifndef TALLY_SCHEDULE_HOOK  // which yields in the engine: for the rounds that are about it
  soak::add_bank_rounds(all);
  soak::add_call_rounds(all);
#endif
  // As often as any group of banks, though they are few.
  for (int times = 0; times < 8; ++times) {
    soak::add_vault_round(all);
    soak::add_till_rounds(all);
  }
  if (const char* only = std::getenv("SOAK_ONLY"))
    std::erase_if(all, [&](const auto& each) { return each.name.find(only) == each.name.npos; });
  return all;
}

void print(const char* what, const soak::figures& all, const soak::memory& resident,
           double seconds) {
  const auto number = [](std::uint64_t n) { return static_cast<unsigned long long>(n); };
  std::printf(
      "%s %.0f s: %llu rounds, %llu operations, %llu transactions, %llu faults, %llu threads; "
      "memory: %s; figures lost: %llu\n",
      what, seconds, number(all.rounds), number(all.operations), number(stm::statistics().commits),
      number(all.faults), number(all.threads), resident.in_words().c_str(), number(all.lost));
  std::fflush(stdout);
}

/// Of which some are in the list more than once.
std::size_t count_kinds(const std::vector<soak::round>& all) {
  std::set<std::string> names;
  for (const soak::round& each : all) names.insert(each.name);
  return names.size();
}

int run(double seconds, double growth) {
  const auto kinds = all_rounds();
  if (kinds.empty()) return 2;
  soak::figures all;
  const double kept = soak::memory::is_malloc_known ? 0 : 256e6;
  soak::memory resident{growth + kept};
  support::dice luck{0};
  const auto began = steady::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(steady::now() - began).count(); };
  for (double next_line = 10; elapsed() < seconds && all.lost == 0;) {
    const soak::round& chosen =
        kinds[static_cast<std::size_t>(luck.below(static_cast<int>(kinds.size())))];
    {
      const support::deadline limit{chosen.name.c_str(), std::chrono::seconds{300}};
      all.check(chosen.name, chosen.run(all, luck));
    }
    // Warm: for three quarters of the time if each kind has had three chances, and for the last
    // half in any case.
    const bool had_chances = all.rounds > 3 * count_kinds(kinds);
    const bool is_warm = elapsed() > (had_chances ? seconds / 4 : seconds / 2);
    resident.look(is_warm);
    if (const auto grown = resident.complaint(); !grown.empty()) all.check("all rounds", grown);
    if (elapsed() < next_line) continue;
    print("after", all, resident, elapsed());
    next_line = elapsed() + 10;
  }
  print("soaked for", all, resident, elapsed());
  return all.lost == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  double seconds = 60, megabytes = 8;
  for (int i = 1; i < count; ++i) {
    if (std::strncmp(words[i], "--seconds=", 10) == 0)
      seconds = std::atof(words[i] + 10);
    else if (std::strncmp(words[i], "--minutes=", 10) == 0)
      seconds = 60 * std::atof(words[i] + 10);
    else if (std::strncmp(words[i], "--growth=", 9) == 0)
      megabytes = std::atof(words[i] + 9);
    else
      seconds = 0;
  }
  if (seconds > 0) return run(seconds, 1e6 * megabytes);
  std::fprintf(stderr, "usage: %s [--seconds=N] [--minutes=N] [--growth=N]\n", words[0]);
  return 2;
}
