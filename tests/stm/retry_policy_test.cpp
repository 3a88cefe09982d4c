// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/retry.hpp>
#include <stm/retry_policy.hpp>

#include <stdexcept>
#include <string>

namespace {

std::string refusal_of(const stm::retry_policy& policy) {
  try {
    stm::retry(policy, [] {});
    return "none";
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a policy sets no limits unless told otherwise") {
  const stm::retry_policy policy;
  CHECK(policy.max_tries == stm::retry_policy::unlimited);
  CHECK(policy.timeout == stm::retry_policy::forever);
}

TEST_CASE("the refusal of a policy says which limit it is, and its value") {
  CHECK(refusal_of({.max_tries = 0}) == "retry_policy: max_tries must be 1 or more, not 0");
  CHECK(refusal_of({.max_tries = -3}) == "retry_policy: max_tries must be 1 or more, not -3");
  CHECK(refusal_of({.timeout = std::chrono::nanoseconds{-5}}) ==
        "retry_policy: timeout must not be negative, as -5 ns is");
  CHECK(refusal_of({.max_tries = 1, .timeout = std::chrono::nanoseconds{0}}) == "none");
}

TEST_CASE("the longest of all time-outs does not overflow") {
  int runs = 0;
  stm::retry({.timeout = stm::retry_policy::forever - std::chrono::nanoseconds{1}}, [&] {
    if (++runs < 3) throw stm::conflict{"again"};
  });
  CHECK(runs == 3);
}
