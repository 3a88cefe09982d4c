// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/name.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>

#include <string>

namespace {

/// What the error of a block says that two commits of `often` and one of `once` have spoilt.
std::string error_about(stm::var<int>& often, stm::var<int>& once) {
  int runs = 0;
  try {
    stm::atomically({.max_tries = 3}, [&](stm::transaction& tx) {
      ++tx[often];
      ++tx[once];
      stm::var<int>& hit = ++runs == 3 ? once : often;
      support::elsewhere([&] { stm::atomically([&](stm::transaction& o) { ++o[hit]; }); });
    });
    return "none";
  } catch (const stm::max_retries_exceeded& error) {
    return error.last_conflict();
  }
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an error names the variable of the last conflict, and the one that cost the most") {
  stm::var<int> a{0};
  stm::var<int> b{0};
  stm::name(a, "stock");
  stm::name(b, "price");
  const std::string text = error_about(a, b);
  CAPTURE(text);
  CHECK(contains(text, "a conflict on \"price\""));
  CHECK(contains(text, "2 of 3 attempts were lost on \"stock\""));
}

TEST_CASE("a variable without a name is told by its place") {
  stm::var<int> a{0};
  stm::var<int> b{0};
  stm::name(a, "stock");
  stm::name(a, "");
  const std::string text = error_about(a, b);
  CAPTURE(text);
  CHECK(contains(text, "2 of 3 attempts were lost on the variable at 0x"));
  CHECK_FALSE(contains(text, "stock"));
}

TEST_CASE("the variable of a key can have a name") {
  stm::store<int> shop;
  stm::var<int> other{0};
  stm::name(shop.var("pears"), "pears in stock");
  int runs = 0;
  try {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      tx[shop.var("pears")] = ++runs + tx[shop.var("pears")]->value_or(0);
      support::elsewhere([&] {
        auto pears = shop.checkout("pears");
        pears = 7;
        pears.commit();
      });
    });
    FAIL("it cannot succeed");
  } catch (const stm::max_retries_exceeded& error) {
    CHECK(contains(error.last_conflict(), "\"pears in stock\""));
  }
}
