// SPDX-License-Identifier: BSL-1.0
#include <bench/books.hpp>
#include <bench/broken_banks.hpp>
#include <bench/client.hpp>
#include <bench/flights.hpp>
#include <bench/work.hpp>
#include <bench/workload.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench::broken;

constexpr std::size_t accounts = 16;

/// What the books say after 3000 steps of each of two clients that take turns.
template <class Workload, bench::bank B>
std::string books_of() {
  B open{accounts};
  std::vector<bench::client> clients;
  for (std::size_t i = 0; i < 2; ++i) clients.emplace_back(i, accounts, std::uint64_t{42});
  for (int turn = 0; turn < 300; ++turn) {
    for (bench::client& each : clients) {
      int left = 10;
      bench::work<Workload>(open, each, [&] { return --left <= 0; });
    }
  }
  return bench::checked(open, clients);
}

bool tells(const std::string& complaint, const std::string& words) {
  return complaint.find(words) != complaint.npos;
}

}  // namespace

TEST_CASE("the books of an honest bank are right after every workload") {
  CHECK(books_of<bench::transfer, honest>() == "");
  CHECK(books_of<bench::read_pair, honest>() == "");
  CHECK(books_of<bench::audit_mix, honest>() == "");
  CHECK(books_of<bench::long_audit, honest>() == "");
  CHECK(books_of<bench::counter, honest>() == "");
}

TEST_CASE("the books find doubled, swapped and forgotten transfers, although the total is right") {
  for (const auto& wrong :
       {books_of<bench::transfer, doubles_transfers>(),
        books_of<bench::transfer, swaps_transfers>(),
        books_of<bench::transfer, forgets_transfers>(),
        books_of<bench::transfer, denies_transfers>()}) {
    CHECK(tells(wrong, "the ledgers of its clients say"));
    CHECK(tells(wrong, "the bank holds 16000 of 16000"));
  }
}

TEST_CASE("the books find a lost update, and that money is gone") {
  const auto wrong = books_of<bench::transfer, loses_updates>();
  CHECK(tells(wrong, "the ledgers of its clients say"));
  CHECK_FALSE(tells(wrong, "the bank holds 16000 of 16000"));
  CHECK(tells(books_of<bench::counter, loses_deposits>(), "the ledgers of its clients say"));
}

TEST_CASE("the books find a negative balance that every ledger agrees with") {
  bench::client spender{0, 2, 1};
  spender.book.moved(0, 1, 1001);
  CHECK(tells(bench::compared(std::vector{-1, 2001}, {&spender, 1}), "account 0 holds -1"));
  CHECK(books_of<bench::transfer, never_refuses>() != "");
}

TEST_CASE("the books find a bank that refuses good money or pays bad") {
  CHECK(tells(books_of<bench::transfer, always_refuses>(), "refused what it held"));
  CHECK(tells(books_of<bench::read_pair, never_refuses>(), "gave more than it held"));
}

TEST_CASE("sums that do not add up during a run are found") {
  CHECK(tells(books_of<bench::audit_mix, audits_half_way>(), "sums that do not add up"));
  CHECK(tells(books_of<bench::long_audit, audits_half_way>(), "sums that do not add up"));
  CHECK(tells(books_of<bench::read_pair, reads_half_way>(), "sums that do not add up"));
}

TEST_CASE("audits of a bank with money in flight are counted and not held against it") {
  audits_in_flight open{accounts};
  bench::client one{0, accounts, 42};
  int left = 2000;
  bench::work<bench::audit_mix>(open, one, [&] { return --left == 0; });
  open.at_rest = true;
  CHECK(one.astray > 0);
  CHECK(bench::checked(open, {&one, 1}) == "");
}

TEST_CASE("of the clients of a long audit the first audits, and its last audit is not counted") {
  honest open{accounts};
  bench::client auditor{0, accounts, 42}, other{1, accounts, 42};
  for (bench::client* const each : {&auditor, &other}) {
    int left = 10;
    bench::work<bench::long_audit>(open, *each, [&] { return --left == 0; });
  }
  CHECK(auditor.audits == 9);
  CHECK(bench::counted<bench::long_audit>(auditor) == 9);
  CHECK(other.operations == 10);
  CHECK(bench::counted<bench::long_audit>(other) == 0);
}

TEST_CASE("an audit that ends only when the time is up is not counted, but must add up") {
  audits_half_way open{accounts};
  bench::client auditor{0, accounts, 42};
  bench::work<bench::long_audit>(open, auditor, [] { return true; });
  CHECK(auditor.audits == 0);
  CHECK(auditor.astray == auditor.astray_uncounted);
  CHECK(tells(bench::checked(open, {&auditor, 1}), "sums that do not add up"));
}

TEST_CASE("nor is it held against a bank with money in flight that this was its only audit") {
  audits_in_flight open{accounts};
  bench::client auditor{0, accounts, 42};
  bench::work<bench::long_audit>(open, auditor, [] { return true; });
  open.at_rest = true;
  CHECK(auditor.audits == 0);
  CHECK(auditor.astray_uncounted == 1);
  CHECK(bench::checked(open, {&auditor, 1}) == "");
}

TEST_CASE("the books of transfers in flight are right, whenever each of them lands") {
  CHECK(books_of<bench::in_flight, lands_late<honest>>() == "");
}

TEST_CASE("a client has so many transfers in flight, counts each once, and waits for the last") {
  lands_late<honest> open{accounts};
  bench::client one{0, accounts, 42};
  int left = 100;
  bench::work<bench::in_flight>(open, one, [&] { return --left <= 0; });
  // The hundredth was enough; those in flight with it land as well.
  CHECK(one.operations == 100 + static_cast<int>(bench::flights) - 1);
  CHECK(open.begun == one.operations);
  CHECK(open.landed == one.operations);
}

TEST_CASE("the books find doubled, forgotten and denied transfers in flight") {
  CHECK(books_of<bench::in_flight, lands_late<doubles_transfers>>() != "");
  CHECK(books_of<bench::in_flight, lands_late<forgets_transfers>>() != "");
  CHECK(books_of<bench::in_flight, lands_late<denies_transfers>>() != "");
}

TEST_CASE("two clients of one seed ask for different things, the same ones each time") {
  bench::client first{0, 1024, 7}, again{0, 1024, 7}, second{1, 1024, 7};
  int same = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto drawn = first.draw_pair();
    const auto repeated = again.draw_pair();
    CHECK(drawn.first == repeated.first);
    CHECK(drawn.second == repeated.second);
    CHECK(drawn.first != drawn.second);
    same += drawn.first == second.draw_pair().first;
  }
  CHECK(same < 100);
}
