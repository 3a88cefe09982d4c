// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/errors.hpp>

#include <string>
#include <type_traits>

using namespace std::chrono_literals;

TEST_CASE("what can succeed when it is run again is a conflict, all else is not") {
  CHECK(std::is_base_of_v<stm::conflict, stm::concurrent_update>);
  CHECK(std::is_base_of_v<stm::conflict, stm::busy>);
  CHECK_FALSE(std::is_base_of_v<stm::conflict, stm::max_retries_exceeded>);
  CHECK_FALSE(std::is_base_of_v<stm::conflict, stm::retry_timeout_exceeded>);
  CHECK_FALSE(std::is_base_of_v<stm::conflict, stm::missing_value>);
}

TEST_CASE("every error is an stm::error and a std::runtime_error") {
  CHECK(std::is_base_of_v<stm::error, stm::conflict>);
  CHECK(std::is_base_of_v<stm::error, stm::gave_up>);
  CHECK(std::is_base_of_v<stm::error, stm::missing_value>);
  CHECK(std::is_base_of_v<std::runtime_error, stm::error>);
}

TEST_CASE("a concurrent update names each key, the version held and the version found") {
  const stm::concurrent_update error{{{"\"fred\"", 3, 5}, {"\"barney\"", 1, 8}}};
  CHECK(std::string{error.what()} ==
        "concurrent update: \"fred\" held at version 3, found at 5; "
        "\"barney\" held at version 1, found at 8");
  REQUIRE(error.moves().size() == 2);
  CHECK(error.moves()[0].key == "\"fred\"");
  CHECK(error.moves()[0].held == 3);
  CHECK(error.moves()[0].found == 5);
  CHECK(error.moves()[1].key == "\"barney\"");
}

TEST_CASE("giving up tells how often, how long and what came last") {
  const stm::max_retries_exceeded often{7, 12ms, "a clash"};
  CHECK(often.attempts() == 7);
  CHECK(often.elapsed() == 12ms);
  CHECK(often.last_conflict() == "a clash");
  CHECK(std::string{often.what()} ==
        "gave up, max_tries reached: 7 attempts in 12 ms; the last failed of a clash");

  const stm::retry_timeout_exceeded late{5ms, 2, 5100us, "a clash"};
  CHECK(late.attempts() == 2);
  CHECK(late.elapsed() == 5100us);
  CHECK(std::string{late.what()} ==
        "gave up, timeout of 5000 us over: 2 attempts in 5100 us; the last failed of a clash");
}

TEST_CASE("copying an error neither throws nor loses anything") {
  CHECK(std::is_nothrow_copy_constructible_v<stm::concurrent_update>);
  CHECK(std::is_nothrow_copy_constructible_v<stm::max_retries_exceeded>);
  const stm::concurrent_update error{{{"a", 1, 2}}};
  const stm::concurrent_update copy{error};
  CHECK(copy.moves().size() == 1);
  CHECK(std::string{copy.what()} == error.what());
}

TEST_CASE("an error about a key names it") {
  CHECK(std::string{stm::busy{"\"fred\""}.what()}.find("\"fred\"") != std::string::npos);
  CHECK(std::string{stm::missing_value{"\"fred\""}.what()} == "\"fred\" has no value");
}
