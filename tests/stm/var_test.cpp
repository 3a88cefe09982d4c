// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/var.hpp>

#include <tests/support/elsewhere.hpp>

#include <memory>
#include <string>
#include <type_traits>

TEST_CASE("a variable begins with the value it is given") {
  stm::var<int> number{7};
  stm::var<std::string> text{"seven"};
  CHECK(number.load() == 7);
  CHECK(text.load() == "seven");
}

TEST_CASE("a variable that is given nothing holds the default of its type") {
  stm::var<int> number;
  stm::var<std::string> text;
  CHECK(number.load() == 0);
  CHECK(text.load().empty());
}

TEST_CASE("a load returns what was committed last") {
  stm::var<std::string> text{"old"};
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { tx[text] = "new"; }); });
  CHECK(text.load() == "new");
}

TEST_CASE("a load within a block does not see what the block has written") {
  stm::var<int> number{1};
  stm::var<std::string> text{"one"};
  stm::atomically([&](stm::transaction& tx) {
    tx[number] = 2;
    tx[text] = "two";
    CHECK(number.load() == 1);
    CHECK(text.load() == "one");
  });
}

TEST_CASE("a load within a block sees what others commit meanwhile, and does not fail the block") {
  stm::var<int> number{1};
  int runs = 0;
  stm::atomically([&](stm::transaction&) {
    ++runs;
    support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[number]; }); });
    CHECK(number.load() == 2);
  });
  CHECK(runs == 1);
}

TEST_CASE("a variable holds what cannot be copied by a shared pointer to it") {
  stm::var<std::shared_ptr<const std::string>> held{std::make_shared<const std::string>("large")};
  CHECK(*held.load() == "large");
  stm::atomically([&](stm::transaction& tx) { tx[held] = nullptr; });
  CHECK(held.load() == nullptr);
}

TEST_CASE("the last value of a variable is destroyed with it") {
  auto watched = std::make_shared<const int>(1);
  {
    stm::var<std::shared_ptr<const int>> holder{watched};
    CHECK(watched.use_count() == 2);
  }
  CHECK(watched.use_count() == 1);
}

TEST_CASE("a small variable takes 32 bytes") {
  CHECK(sizeof(stm::var<int>) == 32);
}

TEST_CASE("a variable can be neither copied nor moved") {
  CHECK_FALSE(std::is_copy_constructible_v<stm::var<int>>);
  CHECK_FALSE(std::is_move_constructible_v<stm::var<int>>);
  CHECK_FALSE(std::is_copy_assignable_v<stm::var<int>>);
}
