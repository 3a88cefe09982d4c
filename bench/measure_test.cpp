// SPDX-License-Identifier: BSL-1.0
#include <bench/banks/account_spinlocks.hpp>
#include <bench/broken_banks.hpp>
#include <bench/broken_callees.hpp>
#include <bench/broken_strings.hpp>
#include <bench/measure.hpp>
#include <bench/options.hpp>
#include <bench/plan.hpp>
#include <bench/reporters.hpp>

#include <benchmark/benchmark.h>
#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

struct measured {
  int wrong_books;
  std::string json;
};

/// One short run of the cells that the filter names, of the workload on the bank.
template <class Workload, class B>
measured run_of(const std::string& filter) {
  const bench::options asked{.repetitions = 1, .seconds = 0.001};
  bench::measuring shared{asked, {1, 1, asked.seconds}};
  std::vector<bench::planned> cells;
  bench::plan<Workload, B>(true, 1, cells);
  benchmark::ClearRegisteredBenchmarks();
  for (const bench::planned& each : cells) each.enrol(shared);

  std::ostringstream json;
  bench::plainly<benchmark::JSONReporter> reporter;
  reporter.SetOutputStream(&json);
  reporter.SetErrorStream(&json);
  benchmark::RunSpecifiedBenchmarks(&reporter, filter);
  return {shared.wrong_books, json.str()};
}

const std::string two_accounts = "accounts:2/.*threads:1$";

bool tells(const measured& run, const std::string& words) {
  return run.json.find(words) != run.json.npos;
}

}  // namespace

TEST_CASE("a run with right books is reported under its plain name, operation by operation") {
  const auto run = run_of<bench::transfer, bench::broken::honest>(two_accounts);
  CHECK(run.wrong_books == 0);
  CHECK(tells(run, R"("name": "transfer/honest/accounts:2/threads:1")"));
  CHECK(tells(run, "items_per_second"));
  CHECK(tells(run, "insufficient_funds"));
  CHECK_FALSE(tells(run, "manual_time"));
  CHECK_FALSE(tells(run, "error_occurred"));
}

TEST_CASE("a run with wrong books is counted and reported as an error that says what is wrong") {
  const auto run = run_of<bench::transfer, bench::broken::doubles_transfers>(two_accounts);
  CHECK(run.wrong_books == 1);
  CHECK(tells(run, R"("error_occurred": true)"));
  CHECK(tells(run, "the books are wrong: account 0 holds"));
}

TEST_CASE("an audit that does not add up is reported as an error") {
  const auto run = run_of<bench::audit_mix, bench::broken::audits_half_way>("threads:1$");
  CHECK(run.wrong_books == 1);
  CHECK(tells(run, "the books are wrong: "));
}

TEST_CASE("a long audit is reported by its audits, and the transfers stand beside them") {
  const auto run = run_of<bench::long_audit, bench::account_spinlocks>("threads:2$");
  CHECK(run.wrong_books == 0);
  CHECK(tells(run, R"("name": "long_audit/account_spinlocks/accounts:16384/threads:2")"));
  CHECK(tells(run, R"("audits": )"));
  CHECK(tells(run, R"("transfers_per_second": )"));
}

TEST_CASE("strings and scans are reported, and what is wrong with them, as accounts are") {
  const auto strings = run_of<bench::edit_two, bench::broken::honest_strings>("");
  CHECK(strings.wrong_books == 0);
  CHECK(tells(strings, R"("name": "edit_two/honest_strings/strings:1024/threads:1")"));
  const auto wrong = run_of<bench::edit_two, bench::broken::forgets_edits>("");
  CHECK(wrong.wrong_books == 1);
  CHECK(tells(wrong, "the books are wrong: string "));
  const auto scan = run_of<bench::audit_cost, bench::broken::skips_variables>("variables:16/");
  CHECK(scan.wrong_books == 1);
  CHECK(tells(scan, R"("name": "audit_cost/skips_variables/variables:16/threads:1")"));
}

TEST_CASE("transfers in flight are reported, and what is wrong with them") {
  using namespace bench::broken;
  const auto run = run_of<bench::in_flight, lands_late<honest>>("");
  CHECK(run.wrong_books == 0);
  CHECK(tells(run, R"("name": "in_flight/honest/accounts:1024/threads:1")"));
  CHECK(run_of<bench::in_flight, lands_late<doubles_transfers>>("").wrong_books == 1);
}

TEST_CASE("calls are reported with what the callee tells of itself, and what is wrong with them") {
  const auto run = run_of<bench::call, bench::broken::tells_its_size>("");
  CHECK(run.wrong_books == 0);
  CHECK(tells(run, R"("name": "call/tells_its_size/threads:1")"));
  CHECK(tells(run, R"("bytes_each": 1.04)"));
  const auto wrong = run_of<bench::call, bench::broken::forgets_a_call>("");
  CHECK(wrong.wrong_books == 1);
  CHECK(tells(wrong, "calls were handled of "));
}

TEST_CASE("a peer is measured by transfers, in flight where it can do that") {
  std::vector<bench::planned> waits, does_not;
  bench::plan_peer<bench::broken::honest>(true, 2, waits);
  bench::plan_peer<bench::broken::lands_late<bench::broken::honest>>(true, 2, does_not);
  CHECK(waits.front().name == "transfer/honest/accounts:2/threads:1");
  REQUIRE(does_not.size() == 1);
  CHECK(does_not.front().name == "in_flight/honest/accounts:1024/threads:1");
}

TEST_CASE("a bank is left out of the cells that it does not support") {
  std::vector<bench::planned> cells;
  bench::plan<bench::transfer, bench::unsynchronised>(false, 8, cells);
  std::vector<std::string> names;
  for (const auto& each : cells) names.push_back(each.name);
  CHECK(names == std::vector<std::string>{"transfer/unsynchronised/accounts:2/threads:1",
                                          "transfer/unsynchronised/accounts:16/threads:1",
                                          "transfer/unsynchronised/accounts:1024/threads:1"});
}

TEST_CASE("an auditor is never alone") {
  for (const bool quick : {true, false}) {
    for (const auto& each : bench::places<bench::long_audit>(quick, 8)) CHECK(each.threads > 1);
  }
}

TEST_CASE("threads are 1, 2, 4 and on to the machine's cores") {
  CHECK(bench::thread_counts(false, 1) == std::vector{1, 2, 4});
  CHECK(bench::thread_counts(false, 6) == std::vector{1, 2, 4, 6});
  CHECK(bench::thread_counts(false, 16) == std::vector{1, 2, 4, 8, 16});
  CHECK(bench::thread_counts(true, 16) == std::vector{1, 2});
}
