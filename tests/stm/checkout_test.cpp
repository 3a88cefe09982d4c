// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <iterator>
#include <list>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using bank = stm::store<int>;
using one = bank::value_type;
using several = bank::changeset_type;

template <class... Keys>
using checked_out_by = decltype(std::declval<bank&>().checkout(std::declval<Keys>()...));

template <class Set>
std::string keys_of(const Set& set) {
  std::string all;
  for (const auto& v : set) all += v.key() + " ";
  return all;
}

}  // namespace

TEST_CASE("one key gives one value, several give a changeset") {
  bank b;
  const std::string fred = "fred", barney = "barney";
  CHECK(std::is_same_v<checked_out_by<std::string>, one>);
  CHECK(std::is_same_v<checked_out_by<const char(&)[5]>, one>);
  CHECK(std::is_same_v<checked_out_by<std::string, std::string>, several>);
  CHECK(std::is_same_v<checked_out_by<const char(&)[5], std::string>, several>);
  CHECK(keys_of(b.checkout(fred, barney)) == "fred barney ");
  CHECK(keys_of(b.checkout("a", fred, "c")) == "a fred c ");
}

TEST_CASE("two literals in braces are two keys") {
  bank b;
  CHECK(keys_of(b.checkout({"fred", "barney"})) == "fred barney ");
  CHECK(keys_of(b.checkout({"fred"})) == "fred ");
}

TEST_CASE("a range of keys is checked out, whatever its kind") {
  bank b;
  const std::vector<std::string> keys{"x", "y"};
  const std::list<const char*> literals{"x", "y"};
  const char* const array[] = {"x", "y"};
  CHECK(keys_of(b.checkout(keys)) == "x y ");
  CHECK(keys_of(b.checkout(literals)) == "x y ");
  CHECK(keys_of(b.checkout(array)) == "x y ");
  CHECK(keys_of(b.checkout(std::set<std::string>{"y", "x"})) == "x y ");
  CHECK(keys_of(b.checkout(std::span{keys})) == "x y ");
}

TEST_CASE("a pair of iterators is a range of keys") {
  bank b;
  const std::vector<std::string> keys{"w", "x", "y", "z"};
  CHECK(keys_of(b.checkout(keys.begin() + 1, keys.end() - 1)) == "x y ");
  std::istringstream text{"p q p"};
  CHECK(keys_of(b.checkout(std::istream_iterator<std::string>{text}, {})) == "p q ");
}

TEST_CASE("a key named twice is checked out once, in every way of naming it") {
  bank b;
  const std::vector<std::string> keys{"x", "y", "x", "x"};
  CHECK(keys_of(b.checkout("x", "y", "x")) == "x y ");
  CHECK(keys_of(b.checkout({"x", "y", "x"})) == "x y ");
  CHECK(keys_of(b.checkout(keys)) == "x y ");
}

TEST_CASE("a checkout of no keys is refused, and says so") {
  bank b;
  const std::vector<std::string> none;
  CHECK_THROWS_AS((void)b.checkout(none), std::invalid_argument);
  CHECK_THROWS_AS((void)b.checkout(none.begin(), none.end()), std::invalid_argument);
  CHECK_THROWS_AS((void)b.checkout(std::initializer_list<std::string>{}), std::invalid_argument);
  try {
    (void)b.checkout(none);
  } catch (const std::invalid_argument& error) {
    CHECK(std::string_view{error.what()}.find("checkout") != std::string_view::npos);
  }
}

TEST_CASE("numbers are checked out one, two or many") {
  stm::store<int, int> numbered;
  CHECK(numbered.checkout(3).key() == 3);
  CHECK(numbered.checkout(3, 4).size() == 2);
  CHECK(numbered.checkout({3, 4, 5}).size() == 3);
  CHECK(numbered.checkout(std::vector{1, 2, 3, 4}).size() == 4);
}

TEST_CASE("a thousand keys are checked out and committed at once") {
  stm::store<int, int> numbered;
  std::vector<int> keys;
  for (int i = 0; i < 1000; ++i) keys.push_back(i);
  auto all = numbered.checkout(keys);
  CHECK(all.size() == 1000);
  for (auto& each : all) each = each.key() * 2;
  all.commit();
  int wrong = 0;
  for (auto& each : numbered.checkout(keys)) wrong += *each != each.key() * 2;
  CHECK(wrong == 0);
}

TEST_CASE("a changeset that was moved away has nothing to commit") {
  stm::store<int> bank;
  auto both = bank.checkout("fred", "barney");
  both["fred"] = 1;
  auto taken = std::move(both);
  both.commit();
  CHECK(both.try_commit());
  CHECK_FALSE(bank.contains("fred"));
  taken.commit();
  CHECK(*bank.checkout("fred") == 1);
}
