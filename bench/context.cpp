// SPDX-License-Identifier: BSL-1.0
#include <bench/context.hpp>

#include <benchmark/benchmark.h>

#include <sys/utsname.h>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#ifndef TALLY_BENCH_FLAGS
#define TALLY_BENCH_FLAGS "not told"
#endif

namespace bench {
namespace {

// As Linux names it on x86; other systems are described by their architecture.
std::string processor() {
  std::ifstream cpuinfo{"/proc/cpuinfo"};
  for (std::string line; std::getline(cpuinfo, line);) {
    if (!line.starts_with("model name")) continue;
    const auto colon = line.find(": ");
    if (colon != line.npos) return line.substr(colon + 2);
  }
  utsname system{};
  return uname(&system) == 0 ? system.machine : "unknown";
}

std::string operating_system() {
  utsname system{};
  if (uname(&system) != 0) return "unknown";
  return std::string{system.sysname} + ' ' + system.release + ' ' + system.machine;
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string assertions() {
#ifdef NDEBUG
  return "off";
#else
  return "on";
#endif
}

std::string in_words(double number) {
  std::ostringstream words;
  words << number;
  return words.str();
}

}  // namespace

void describe_machine_and_run(const options& asked) {
  benchmark::AddCustomContext("processor", processor());
  benchmark::AddCustomContext("system", operating_system());
  benchmark::AddCustomContext("compiler", compiler());
  benchmark::AddCustomContext("flags", TALLY_BENCH_FLAGS);
  benchmark::AddCustomContext("assertions", assertions());
  benchmark::AddCustomContext("seed", std::to_string(asked.seed));
  benchmark::AddCustomContext("seconds_a_run", in_words(asked.seconds));
  benchmark::AddCustomContext("quick", asked.quick ? "yes" : "no");
}

void describe_banks(std::span<const bank_facts> banks) {
  std::string names;
  for (const bank_facts& each : banks) {
    const auto add = [&](std::string_view what, std::string_view text) {
      std::string key = "bank.";
      key.append(each.name).append(".").append(what);
      benchmark::AddCustomContext(key, std::string{text});
    };
    add("kind", each.kind);
    add("idea", each.idea);
    add("audits", each.audits);
    add("composes", each.composes);
    add("waits", each.waits);
    add("served", each.served);
    add("limit", each.limit);
    add("atomic_audits", each.atomic_audits ? "yes" : "no");
    if (!names.empty()) names += ' ';
    names += each.name;
  }
  benchmark::AddCustomContext("banks", names);
}

}  // namespace bench
