// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/scan.hpp>
#include <bench/string_bank.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Banks of strings, and a scan, that are wrong: proof that what is wrong is found.
namespace bench::broken {

/// Right but where a test breaks it: at the first edit and every tenth after it.
struct honest_strings {
  static constexpr bank_facts facts{.name = "honest_strings", .most_threads = 1};
  explicit honest_strings(std::size_t strings) : texts(strings, opening_string()) {}

  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    raise(texts[raised], at);
    lower(texts[lowered], at);
  }
  std::string text(std::size_t id) const { return texts[id]; }
  bool tenth() { return edits++ % 10 == 0; }

  std::vector<std::string> texts;
  int edits = 0;
};

struct forgets_edits : honest_strings {
  using honest_strings::honest_strings;
  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    if (!tenth()) honest_strings::edit_two(raised, lowered, at);
  }
};

struct swaps_edits : honest_strings {
  using honest_strings::honest_strings;
  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    tenth() ? honest_strings::edit_two(lowered, raised, at)
            : honest_strings::edit_two(raised, lowered, at);
  }
};

/// Raises one string and leaves the other as it was.
struct edits_half : honest_strings {
  using honest_strings::honest_strings;
  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    honest_strings::edit_two(raised, lowered, at);
    if (tenth()) raise(texts[lowered], at);
  }
};

/// Adds a character that changes no sum.
struct lengthens_strings : honest_strings {
  using honest_strings::honest_strings;
  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    honest_strings::edit_two(raised, lowered, at);
    if (tenth()) texts[raised].push_back('\0');
  }
};

/// Leaves out a variable at the first sum and every tenth after it.
struct skips_variables {
  static constexpr bank_facts facts{.name = "skips_variables", .most_threads = 1};
  explicit skips_variables(std::size_t variables)
      : all{static_cast<std::int64_t>(variables) * opening_balance} {}
  std::int64_t sum() { return all - (scans++ % 10 == 0 ? opening_balance : 0); }

  std::int64_t all;
  int scans = 0;
};

}  // namespace bench::broken
