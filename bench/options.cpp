// SPDX-License-Identifier: BSL-1.0
#include <bench/options.hpp>

#include <charconv>
#include <string_view>

namespace bench {
namespace {

template <class Number>
bool read(std::string_view text, Number least, Number most, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size() && least <= into && into <= most;
}

bool read(std::string_view text, name_filter& into) {
  const auto filter = name_filter::from(std::string{text});
  if (filter) into = *filter;
  return filter.has_value();
}

bool read_option(std::string_view name, std::string_view value, options& into) {
  if (name == "--seed") return read(value, std::uint64_t{0}, UINT64_MAX, into.seed);
  if (name == "--benchmark_repetitions") return read(value, 1, 1000, into.repetitions);
  // Any longer, and the fastest counter could outgrow its int.
  if (name == "--benchmark_min_time") return read(value, 0.001, 0.4, into.seconds);
  if (name == "--benchmark_filter") return read(value, into.filter);
  if (name == "--benchmark_out") return !(into.out = value).empty();
  return name == "--benchmark_out_format" && value == "json";
}

bool read_flag(std::string_view name, options& into) {
  if (name == "--quick") return into.quick = true;
  if (name == "--help") return into.help = true;
  return name == "--benchmark_list_tests" && (into.list = true);
}

}  // namespace

const char* const usage =
    "accounts_bench accepts --quick, --seed=N, --benchmark_filter=REGEX (or -REGEX), "
    "--benchmark_repetitions=1..1000, --benchmark_min_time=0.001..0.4 (seconds a run), "
    "--benchmark_out=FILE, --benchmark_out_format=json, --benchmark_list_tests and --help";

std::optional<options> parsed(std::span<const char* const> arguments) {
  options result;
  for (const std::string_view argument : arguments) {
    // First, so that the numbers that --quick stands for give way to those that are named.
    if (argument == "--quick") result.repetitions = 7, result.seconds = 0.035;
  }
  for (const std::string_view argument : arguments) {
    const auto equals = argument.find('=');
    const bool accepted =
        equals == argument.npos
            ? read_flag(argument, result)
            : read_option(argument.substr(0, equals), argument.substr(equals + 1), result);
    if (!accepted) return std::nullopt;
  }
  return result;
}

}  // namespace bench
