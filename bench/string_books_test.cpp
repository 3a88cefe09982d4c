// SPDX-License-Identifier: BSL-1.0
#include <bench/broken_strings.hpp>
#include <bench/client.hpp>
#include <bench/string_books.hpp>
#include <bench/work.hpp>
#include <bench/workload.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench::broken;

constexpr std::size_t size = 16;

/// What the books say after 3000 steps of each of two clients that take turns.
template <class Workload, class B>
std::string books_of() {
  B open{size};
  std::vector<bench::client> clients;
  for (std::size_t i = 0; i < 2; ++i) clients.emplace_back(i, size, std::uint64_t{42});
  for (int turn = 0; turn < 300; ++turn) {
    for (bench::client& each : clients) {
      int left = 10;
      bench::work<Workload>(open, each, [&] { return --left == 0; });
    }
  }
  return bench::checked(open, clients);
}

bool names_it(const std::string& complaint, const std::string& words) {
  return complaint.find(words) != complaint.npos;
}

}  // namespace

TEST_CASE("the books of honest strings are right") {
  CHECK(books_of<bench::edit_two, honest_strings>() == "");
}

TEST_CASE("the books of strings find forgotten, swapped and half edits") {
  for (const auto& wrong :
       {books_of<bench::edit_two, forgets_edits>(), books_of<bench::edit_two, swaps_edits>(),
        books_of<bench::edit_two, edits_half>()}) {
    CHECK(names_it(wrong, "the ledgers of its clients say"));
  }
}

TEST_CASE("the books of strings find one that has grown, although its sum is right") {
  CHECK(names_it(books_of<bench::edit_two, lengthens_strings>(), " characters"));
}

TEST_CASE("the books of strings are right also when a character has wrapped around") {
  honest_strings open{2};
  bench::client one{0, 2, 42};
  for (int i = 0; i < 300; ++i) {
    open.edit_two(0, 1, 5);
    one.book.moved(1, 0, 1);
  }
  CHECK(bench::checked(open, {&one, 1}) == "");
}

TEST_CASE("a scan that leaves out a variable is found") {
  CHECK(names_it(books_of<bench::audit_cost, skips_variables>(), "sums do not add up"));
}
