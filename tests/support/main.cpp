// SPDX-License-Identifier: BSL-1.0
// The main function of every doctest program of the tests. One that is told to run what is not
// there fails.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>

namespace {

unsigned chosen = 0;

/// Counts the cases that the arguments let through.
struct counting : doctest::IReporter {
  explicit counting(const doctest::ContextOptions&) {}

  void test_run_end(const doctest::TestRunStats& run) override {
    chosen = run.numTestCasesPassingFilters;
  }

  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};
DOCTEST_REGISTER_LISTENER("counting", 1, counting);

}  // namespace

int main(int count, char** words) {
  doctest::Context tests{count, words};
  const int status = tests.run();
  if (tests.shouldExit() || chosen != 0) return status;
  std::fputs("no test case is called so\n", stderr);
  return 1;
}
