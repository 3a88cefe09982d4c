// SPDX-License-Identifier: BSL-1.0
#include <tests/faults/scene.hpp>

#include <doctest/doctest.h>

#include <tests/faults/child.hpp>
#include <tests/faults/run.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace faults {
namespace {

struct sum {
  std::array<long, 3> injected{};
  long points = 0;
};

std::string text_of(bool has_failed, const std::string& wrong) {
  std::ostringstream text;
  for (long each : injected()) text << each << ' ';
  text << has_failed << ' ' << wrong;
  return text.str();
}

/// Adds what a child has told, and returns whether something has failed in it.
bool add(sum& all, const child& one) {
  std::istringstream text{one.told};
  std::array<long, 3> injected{};
  bool has_failed = false;
  for (long& each : injected) text >> each;
  text >> has_failed >> std::ws;
  std::string wrong;
  std::getline(text, wrong);
  CHECK(one.ended == "");
  CHECK(wrong == "");
  for (std::size_t i = 0; i < injected.size(); ++i) {
    all.injected[i] += injected[i];
    all.points += injected[i];
  }
  // Where a child has ended badly the next point is tried all the same.
  return has_failed || one.told.empty();
}

/// Each failure in a process of its own, which has run nothing before.
void play_cold(const scene& it, const expected& known, sum& all) {
  // With several threads one run has fewer points than another.
  const int enough = it.where == on::every_thread ? 3 : 1;
  int without_failure = 0;
  for (long nth = 1; without_failure < enough && nth < 2000; ++nth) {
    CAPTURE(nth);
    const bool has_failed = add(all, in_a_child([&] {
                                  const run_end end = run_with_a_failure(it, nth, known);
                                  return text_of(end.has_failed, end.wrong);
                                }));
    without_failure = has_failed ? 0 : without_failure + 1;
  }
  CHECK(without_failure == enough);
}

/// One failure after the other in one process.
void play_warm(const scene& it, const expected& known, sum& all) {
  add(all, in_a_child([&] {
        run_end end{.has_failed = true, .wrong = ""};
        long nth = 1;
        for (; end.has_failed && end.wrong.empty() && nth < 2000; ++nth)
          end = run_with_a_failure(it, nth, known);
        if (end.has_failed && end.wrong.empty()) end.wrong = "there are always more points";
        if (!end.wrong.empty()) end.wrong += " (warm, point " + std::to_string(nth - 1) + ")";
        return text_of(true, end.wrong);
      }));
}

/// For a debugger: the points that TALLY_POINT names, of the scenes that TALLY_SCENE is a part of,
/// in this process. True: that was it.
bool play_here(const scene& it, const expected& known) {
  const char* const point = std::getenv("TALLY_POINT");
  if (!point) return false;
  const char* const part = std::getenv("TALLY_SCENE");
  if (part && it.name.find(part) == std::string::npos) return true;
  const run_end end = run_with_a_failure(it, std::stol(point), known);
  CHECK(end.wrong == "");
  return true;
}

}  // namespace

void play(const std::vector<scene>& scenes) {
  sum all;
  for (const scene& each : scenes) {
    CAPTURE(each.name);
    const child told = in_a_child([&] { return encode(run_without_a_failure(each)); });
    CHECK(told.ended == "");
    const expected known = decode(told.told);
    CHECK((known.before != known.after));
    if (play_here(each, known)) continue;
    const long so_far = all.points;
    play_cold(each, known, all);
    CHECK(all.points > so_far);
    const long cold = all.points - so_far;
    play_warm(each, known, all);
    std::printf("%5ld + %4ld  %s\n", cold, all.points - so_far - cold, each.name.c_str());
  }
  std::printf("%zu scenes: %ld allocations, %ld operations of values, %ld of keys have failed\n",
              scenes.size(), all.injected[0], all.injected[1], all.injected[2]);
}

}  // namespace faults
