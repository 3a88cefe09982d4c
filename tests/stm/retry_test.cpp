// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/retry.hpp>

#include <tests/support/deadline.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

using namespace std::chrono_literals;

TEST_CASE("retry calls the work until it throws no conflict, and returns its result") {
  int runs = 0;
  const int result = stm::retry([&] {
    if (++runs < 5) throw stm::conflict{"not yet"};
    return 50;
  });
  CHECK(runs == 5);
  CHECK(result == 50);
}

TEST_CASE("every kind of conflict is tried again") {
  int runs = 0;
  stm::retry([&] {
    switch (runs++) {
      case 0:
        throw stm::concurrent_update{{{"a", 1, 2}}};
      case 1:
        throw stm::busy{"a"};
      case 2:
        throw stm::conflict{"of another kind"};
      default:
        break;
    }
  });
  CHECK(runs == 4);
}

TEST_CASE("another exception than a conflict ends the retry at once") {
  int runs = 0;
  CHECK_THROWS_WITH_AS(
      stm::retry([&] {
        ++runs;
        throw std::runtime_error{"enough"};
      }),
      "enough", std::runtime_error);
  CHECK(runs == 1);
  CHECK_THROWS_AS(stm::retry([&] {
                    ++runs;
                    throw stm::missing_value{"a"};
                  }),
                  stm::missing_value);
  CHECK(runs == 2);
}

TEST_CASE("retry makes exactly max_tries attempts and then tells what the last one met") {
  for (const int tries : {1, 2, 3, 10, 100}) {
    CAPTURE(tries);
    int runs = 0;
    try {
      stm::retry({.max_tries = tries}, [&] {
        throw stm::conflict{"conflict number " + std::to_string(++runs)};
      });
      FAIL("it cannot succeed");
    } catch (const stm::max_retries_exceeded& error) {
      CHECK(error.attempts() == tries);
      CHECK(error.elapsed() >= 0ns);
      CHECK(error.last_conflict() == "conflict number " + std::to_string(tries));
      const std::string text = error.what();
      CHECK(text.find("conflict number " + std::to_string(tries)) != std::string::npos);
    }
    CHECK(runs == tries);
  }
}

TEST_CASE("retry gives up at the first failure after its time is up") {
  int runs = 0;
  support::deadline limit{"a retry with a time-out"};
  try {
    stm::retry({.timeout = 2ms}, [&] {
      ++runs;
      throw stm::conflict{"for ever"};
    });
    FAIL("it cannot succeed");
  } catch (const stm::retry_timeout_exceeded& error) {
    CHECK(error.attempts() == runs);
    CHECK(error.elapsed() >= 2ms);
    CHECK(error.last_conflict() == "for ever");
  }
  CHECK(runs >= 1);
}

TEST_CASE("of two limits the number of tries is told when both are reached") {
  CHECK_THROWS_AS(stm::retry({.max_tries = 1, .timeout = 0ns}, [] { throw stm::conflict{"x"}; }),
                  stm::max_retries_exceeded);
  CHECK_THROWS_AS(stm::retry({.max_tries = 2, .timeout = 0ns}, [] { throw stm::conflict{"x"}; }),
                  stm::retry_timeout_exceeded);
}

TEST_CASE("a result that can only be moved, a reference and nothing at all are returned") {
  CHECK(*stm::retry([] { return std::make_unique<int>(3); }) == 3);
  int x = 0;
  CHECK(&stm::retry([&]() -> int& { return x; }) == &x);
  CHECK(std::is_void_v<decltype(stm::retry([] {}))>);
}

TEST_CASE("retrying makes a function that is tried again") {
  int runs = 0;
  auto withdraw = stm::retrying({.max_tries = 3}, [&](int balance, const std::string& who) {
    if (++runs % 3) throw stm::conflict{"not yet"};
    return who + " has " + std::to_string(balance);
  });
  CHECK(withdraw(50, "fred") == "fred has 50");
  CHECK(runs == 3);
  CHECK(withdraw(20, "barney") == "barney has 20");
  CHECK(runs == 6);
}

TEST_CASE("a function made by retrying gives up by its policy, each call anew") {
  int runs = 0;
  auto hopeless = stm::retrying({.max_tries = 4}, [&] {
    ++runs;
    throw stm::conflict{"never"};
  });
  CHECK_THROWS_AS(hopeless(), stm::max_retries_exceeded);
  CHECK_THROWS_AS(hopeless(), stm::max_retries_exceeded);
  CHECK(runs == 8);
}

TEST_CASE("a function made by retrying hands references on") {
  int target = 0;
  auto set = stm::retrying({}, [](int& to, int value) -> int& { return to = value; });
  CHECK(&set(target, 5) == &target);
  CHECK(target == 5);
}

TEST_CASE("retrying refuses a policy that allows no try") {
  CHECK_THROWS_AS((void)stm::retrying({.max_tries = 0}, [] {}), std::invalid_argument);
}
