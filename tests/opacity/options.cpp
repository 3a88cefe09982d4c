// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/options.hpp>

#include <charconv>
#include <cstdio>
#include <random>
#include <string_view>

namespace opacity {

namespace {

#ifdef TALLY_SCHEDULE_HOOK
constexpr std::uint64_t times = 1;
#else
constexpr std::uint64_t times = 3;  // as threads that do not yield meet each other less
#endif
/// Fewer transactions where there are more threads or variables, which make each take longer.
const std::vector<options::setting> usual = {
    {20'000 * times, 2, 2},
    {20'000 * times, 4, 12},
    {12'000 * times, 8, 40},
    {4'000 * times, 16, 6},
    {6'000 * times, 3, 1000}};

/// Reads N out of "--name=N", if that is it and N is good.
template <class Number>
bool read(std::string_view argument, std::string_view name, std::uint64_t most, Number& into) {
  if (argument.substr(0, name.size()) != name) return false;
  argument.remove_prefix(name.size());
  std::uint64_t number = 0;
  const char* const end = argument.data() + argument.size();
  const auto [stopped, error] = std::from_chars(argument.data(), end, number);
  if (error != std::errc{} || stopped != end || number == 0 || number > most) return false;
  into = static_cast<Number>(number);
  return true;
}

}  // namespace

std::optional<options> options::parse(int argc, char** argv) {
  options result;
  std::random_device chance;
  result.seed = std::uint64_t{chance()} << 31 | chance();
  setting one{1'000'000, 4, 12};
  bool is_usual = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (read(argument, "--transactions=", unlimited, one.transactions) ||
        read(argument, "--threads=", 64, one.threads) ||
        read(argument, "--keys=", 100'000, one.keys)) {
      is_usual = false;
    } else if (!read(argument, "--history=", 10'000'000, result.history) &&
               !read(argument, "--seed=", unlimited, result.seed)) {
      std::fprintf(
          stderr,
          "usage: %s [--transactions=N] [--threads=N] [--keys=N] [--history=N] [--seed=N]\n",
          argv[0]);
      return std::nullopt;
    }
  }
  if (is_usual) {
    result.settings = usual;
    result.yields = 3000;
  } else {
    result.settings = {one};
  }
  return result;
}

}  // namespace opacity
