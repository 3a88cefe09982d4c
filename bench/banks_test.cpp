// SPDX-License-Identifier: BSL-1.0
#include <bench/all_banks.hpp>
#include <bench/async_bank.hpp>
#include <bench/books.hpp>
#include <bench/peers.hpp>
#include <bench/run.hpp>
#include <bench/scan.hpp>
#include <bench/string_books.hpp>
#include <bench/workload.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace {

/// What the books say after a short run of as many clients as the bank takes, at most four.
template <class Workload, class B>
std::string books_after_a_run(std::size_t size) {
  const auto clients = static_cast<std::size_t>(std::min(4, B::facts.most_threads));
  bench::run<Workload, B> tried{size, clients, 42, std::chrono::milliseconds{10}};
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < clients; ++i) {
      threads.emplace_back([&tried, i] { (void)tried.take_part(i); });
    }
  }
  return bench::checked(tried.bank(), tried.clients());
}

}  // namespace

TEST_CASE_TEMPLATE_DEFINE("a bank moves money that is there and refuses what is not", B, moves) {
  B open{3};
  CHECK(open.transfer(0, 1, 400));
  CHECK_FALSE(open.transfer(0, 2, 601));
  CHECK(open.transfer(0, 2, 600));
  CHECK(open.balance(0) == 0);
  CHECK(open.balance(1) == 1400);
  CHECK(open.balance(2) == 1600);
}

TEST_CASE_TEMPLATE_DEFINE("a bank adds up what it holds", B, adds_up) {
  B open{3};
  open.deposit(1, 50);
  CHECK(open.read_pair(1, 2) == 2050);
  CHECK(open.read_pair(2, 0) == 2000);
  CHECK(open.audit() == 3050);
}

TEST_CASE_TEMPLATE_DEFINE("a bank's books are right after a run of any workload", B, keeps_books) {
  for (const std::size_t accounts : {std::size_t{4}, std::size_t{16}}) {
    CHECK(books_after_a_run<bench::transfer, B>(accounts) == "");
    CHECK(books_after_a_run<bench::read_pair, B>(accounts) == "");
    CHECK(books_after_a_run<bench::audit_mix, B>(accounts) == "");
    CHECK(books_after_a_run<bench::long_audit, B>(accounts) == "");
    CHECK(books_after_a_run<bench::counter, B>(accounts) == "");
    if constexpr (bench::async_bank<B>)
      CHECK(books_after_a_run<bench::in_flight, B>(accounts) == "");
  }
}

TEST_CASE_TEMPLATE_DEFINE("a bank of strings edits the two it is told, and no other", B, edits) {
  B open{3};
  open.edit_two(2, 0, 7);
  const auto edited = [](char at_seven) {
    auto text = bench::opening_string();
    text[7] = at_seven;
    return text;
  };
  CHECK(open.text(0) == edited('w'));
  CHECK(open.text(1) == edited('x'));
  CHECK(open.text(2) == edited('y'));
}

TEST_CASE_TEMPLATE_DEFINE("strings are right after a run", B, keeps_strings) {
  for (const std::size_t strings : {std::size_t{2}, std::size_t{16}}) {
    CHECK(books_after_a_run<bench::edit_two, B>(strings) == "");
  }
}

TEST_CASE_TEMPLATE_DEFINE("a scan adds up all its variables, however many", B, scans) {
  for (const std::size_t variables : {1UL, 16UL, 5000UL}) {
    CHECK(B{variables}.sum() == static_cast<std::int64_t>(variables) * bench::opening_balance);
    CHECK(books_after_a_run<bench::audit_cost, B>(variables) == "");
  }
}

TEST_CASE_TEMPLATE_APPLY(moves, bench::all_banks<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(adds_up, bench::all_banks<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(keeps_books, bench::all_banks<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(moves, bench::all_peers<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(adds_up, bench::all_peers<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(keeps_books, bench::all_peers<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(edits, bench::all_string_banks<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(keeps_strings, bench::all_string_banks<std::tuple>);
TEST_CASE_TEMPLATE_APPLY(scans, bench::all_scans<std::tuple>);
