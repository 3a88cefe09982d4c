// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/store.hpp>
#include <stm/value.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using support::set_elsewhere;

}  // namespace

TEST_CASE("an unknown key has version 0 and no value") {
  stm::store<int> bank;
  const auto fred = bank.checkout("fred");
  CHECK(fred.version() == 0);
  CHECK_FALSE(fred.has_value());
  CHECK_FALSE(fred.is_edited());
  CHECK(fred.key() == "fred");
}

TEST_CASE("without a value the default of the type stands in, where it has one") {
  struct no_default {
    explicit no_default(int v) : value{v} {}
    int value;
  };
  stm::store<int> numbers;
  CHECK(*numbers.checkout("fred") == 0);

  stm::store<no_default> others;
  auto fred = others.checkout("fred");
  CHECK_THROWS_WITH_AS((void)*fred, "\"fred\" has no value", stm::missing_value);
  CHECK_THROWS_AS((void)fred->value, stm::missing_value);
  CHECK_THROWS_AS(fred.edit([](no_default&) {}), stm::missing_value);
  CHECK_FALSE(fred.is_edited());
  fred = no_default{7};
  CHECK(fred->value == 7);
}

TEST_CASE("a commit publishes the value at a new version, where the handle then stands") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = 100;
  CHECK(fred.has_value());
  CHECK(fred.is_edited());
  CHECK(*bank.checkout("fred") == 0);

  fred.commit();
  CHECK(fred.version() > 0);
  CHECK_FALSE(fred.is_edited());
  const auto again = bank.checkout("fred");
  CHECK(*again == 100);
  CHECK(again.version() == fred.version());
}

TEST_CASE("after a commit the handle can be edited and committed again") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  std::uint64_t last = fred.version();
  for (int i = 0; i < 5; ++i) {
    fred += 10;
    fred.commit();
    CHECK(fred.version() > last);
    last = fred.version();
  }
  CHECK(*bank.checkout("fred") == 50);
}

TEST_CASE("a commit fails when the value has moved on since its checkout") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  set_elsewhere(bank, "fred", 1);
  const auto moved_to = bank.checkout("fred").version();
  fred = 2;
  try {
    fred.commit();
    FAIL("it has to fail");
  } catch (const stm::concurrent_update& error) {
    REQUIRE(error.moves().size() == 1);
    CHECK(error.moves()[0].key == "\"fred\"");
    CHECK(error.moves()[0].held == 0);
    CHECK(error.moves()[0].found == moved_to);
  }
  CHECK(*bank.checkout("fred") == 1);
  CHECK(bank.checkout("fred").version() == moved_to);
}

TEST_CASE("a handle is as it was after a conflict") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  set_elsewhere(bank, "fred", 1);
  fred = 2;
  CHECK_FALSE(fred.try_commit());
  CHECK(*fred == 2);
  CHECK(fred.version() == 0);
  CHECK(fred.is_edited());
  CHECK_THROWS_AS(fred.commit(), stm::concurrent_update);
}

TEST_CASE("try_commit says whether it has committed") {
  stm::store<int> bank;
  auto first = bank.checkout("fred");
  auto second = bank.checkout("fred");
  first = 1;
  second = 2;
  CHECK(first.try_commit());
  CHECK_FALSE(second.try_commit());
  CHECK(*bank.checkout("fred") == 1);
}

TEST_CASE("to commit what was not edited only checks that it has not moved") {
  stm::store<int> bank;
  set_elsewhere(bank, "fred", 1);
  auto reader = bank.checkout("fred");
  auto other_reader = bank.checkout("fred");
  const auto version = reader.version();
  reader.commit();
  other_reader.commit();
  CHECK(reader.version() == version);
  CHECK(bank.checkout("fred").version() == version);

  set_elsewhere(bank, "fred", 2);
  CHECK_FALSE(reader.try_commit());
  CHECK_THROWS_AS(other_reader.commit(), stm::concurrent_update);
}

TEST_CASE("a key that is committed with the same value has moved all the same") {
  stm::store<int> bank;
  set_elsewhere(bank, "fred", 1);
  auto fred = bank.checkout("fred");
  set_elsewhere(bank, "fred", 1);
  fred = 5;
  CHECK_FALSE(fred.try_commit());
}

TEST_CASE("each compound assignment changes the copy alone") {
  stm::store<int> bank;
  auto v = bank.checkout("fred");
  v = 10;
  v += 5;
  v -= 3;
  v *= 4;
  v /= 6;
  CHECK(*v == 8);
  CHECK(*bank.checkout("fred") == 0);
}

TEST_CASE("edit changes a large value in place in the handle") {
  stm::store<std::vector<int>> lists;
  auto list = lists.checkout("primes");
  list = {2, 3};
  const int* place = list->data();
  list.edit([](std::vector<int>& v) { v.back() = 5; });
  CHECK(list->data() == place);
  list.commit();
  CHECK(*lists.checkout("primes") == std::vector{2, 5});
  list.edit([](std::vector<int>& v) { v.push_back(7); });
  CHECK(*lists.checkout("primes") == std::vector{2, 5});
  list.commit();
  CHECK(*lists.checkout("primes") == std::vector{2, 5, 7});
}

TEST_CASE("what an edit has done until it throws stays in the handle and reaches nobody") {
  stm::store<std::string> texts;
  auto text = texts.checkout("a");
  CHECK_THROWS_AS(text.edit([](std::string& s) {
    s = "half";
    throw 1;
  }),
                  int);
  CHECK(*text == "half");
  CHECK_FALSE(texts.contains("a"));
}

TEST_CASE("an erased key has no value, and its versions go on") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  fred = 3;
  fred.commit();
  const auto made = fred.version();
  fred.erase();
  CHECK_FALSE(fred.has_value());
  CHECK(*fred == 0);
  fred.commit();
  CHECK(fred.version() > made);
  CHECK_FALSE(bank.contains("fred"));
  const auto erased = bank.checkout("fred");
  CHECK_FALSE(erased.has_value());
  CHECK(erased.version() == fred.version());
}

TEST_CASE("a key erased and made again is not mistaken for the old one") {
  stm::store<int> bank;
  set_elsewhere(bank, "fred", 3);
  auto old = bank.checkout("fred");
  CHECK(bank.erase("fred"));
  set_elsewhere(bank, "fred", 3);
  CHECK(*bank.checkout("fred") == *old);
  CHECK(bank.checkout("fred").version() > old.version());
  old = 4;
  CHECK_FALSE(old.try_commit());
}

TEST_CASE("versions of a key increase with every commit, more often than an epoch can count") {
  stm::store<int> bank;
  auto fred = bank.checkout("fred");
  std::uint64_t last = 0;
  int not_increased = 0;
  for (int i = 1; i <= 3000; ++i) {
    if (i % 7 == 0)
      fred.erase();
    else
      fred = i;
    fred.commit();
    not_increased += fred.version() <= last;
    last = fred.version();
  }
  CHECK(not_increased == 0);
}

TEST_CASE("a handle can be moved but neither copied nor assigned from a handle") {
  using handle = stm::value<int>;
  CHECK(std::is_move_constructible_v<handle>);
  CHECK_FALSE(std::is_copy_constructible_v<handle>);
  CHECK_FALSE(std::is_assignable_v<handle&, handle>);
  CHECK_FALSE(std::is_assignable_v<handle&, handle&>);
}

TEST_CASE("a value is copied from one handle to another with a star") {
  stm::store<std::string> texts;
  auto a = texts.checkout("a");
  auto b = texts.checkout("b");
  a = "text";
  b = *a;
  b.commit();
  CHECK(*texts.checkout("b") == "text");
  CHECK_FALSE(texts.contains("a"));
}

TEST_CASE_TEMPLATE("an assignment that throws leaves nothing to commit, an erasure all as it was",
                   Defaulted, std::true_type, std::false_type) {
  struct without_default {
    const int value;
    std::shared_ptr<int> budget;  // of copies
    without_default(int v, std::shared_ptr<int> b) : value{v}, budget{std::move(b)} {}
    without_default(const without_default& other) : value{other.value}, budget{other.budget} {
      if (budget && (*budget)-- == 0) throw std::runtime_error{"no copy"};
    }
  };
  struct with_default : without_default {
    static bool& fails() {
      static bool now = false;
      return now;
    }
    using without_default::without_default;
    with_default() : without_default{0, nullptr} {
      if (fails()) throw std::runtime_error{"no default"};
    }
  };
  using type = std::conditional_t<Defaulted::value, with_default, without_default>;
  stm::store<type> store;
  const auto budget = std::make_shared<int>(1000);
  auto handle = store.checkout("k");
  handle = type{1, budget};
  handle.commit();
  handle = type{2, budget};
  type three{3, budget};
  *budget = 1;  // the one into the argument
  CHECK_THROWS_AS(handle = three, std::runtime_error);
  CHECK_FALSE(handle.is_edited());
  CHECK_FALSE(handle.has_value());
  *budget = 1000;
  handle.commit();
  CHECK(store.checkout("k")->value == 1);
  handle = three;
  handle.commit();
  CHECK(store.checkout("k")->value == 3);
  if constexpr (Defaulted::value) {
    handle = type{4, budget};
    type::fails() = true;
    CHECK_THROWS_AS(handle.erase(), std::runtime_error);
    type::fails() = false;
    CHECK(handle.has_value());
    handle.commit();
    CHECK(store.checkout("k")->value == 4);
  }
}
