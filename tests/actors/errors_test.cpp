// SPDX-License-Identifier: BSL-1.0
#include <actors/errors.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

template <class Error, class... Args>
bool is_caught_as_error(Args... args) {
  try {
    throw Error{args...};
  } catch (const actors::error& e) {
    return !std::string{e.what()}.empty();
  }
}

}  // namespace

TEST_CASE("every error of a call is caught as actors::error and says what it is") {
  CHECK(is_caught_as_error<actors::unbound_output>());
  CHECK(is_caught_as_error<actors::actor_stopped>());
  CHECK(is_caught_as_error<actors::call_cancelled>());
  CHECK(is_caught_as_error<actors::call_timed_out>());
  CHECK(is_caught_as_error<actors::call_cycle>("a, b"));
  CHECK(is_caught_as_error<actors::unknown_backplane>("news"));
  CHECK(is_caught_as_error<actors::backplane_exists>("news"));
}
