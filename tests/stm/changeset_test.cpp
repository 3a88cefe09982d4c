// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/changeset.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using bank = stm::store<int>;

using support::set;
using support::set_elsewhere;

/// A bank with 1000 on each of two accounts.
void open_accounts(bank& b) {
  set(b, "fred", 1000);
  set(b, "barney", 1000);
}

}  // namespace

TEST_CASE("a changeset is committed whole") {
  bank b;
  open_accounts(b);
  auto both = b.checkout("fred", "barney");
  both["fred"] -= 50;
  both["barney"] += 50;
  CHECK(*b.checkout("fred") == 1000);
  both.commit();
  CHECK(*b.checkout("fred") == 950);
  CHECK(*b.checkout("barney") == 1050);
}

TEST_CASE("a changeset is of one moment: never half of another commit") {
  bank b;
  open_accounts(b);
  int wrong = 0;
  for (int i = 0; i < 200; ++i) {
    support::elsewhere([&] {
      auto both = b.checkout("fred", "barney");
      both["fred"] -= 1;
      both["barney"] += 1;
      both.commit();
    });
    auto seen = b.checkout("barney", "fred");
    wrong += *seen["fred"] + *seen["barney"] != 2000;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a commit with a conflict leaves the store untouched, values and versions") {
  bank b;
  open_accounts(b);
  auto both = b.checkout("fred", "barney");
  both["fred"] -= 50;
  both["barney"] += 50;
  const auto held = both["barney"].version();
  set_elsewhere(b, "barney", 7);
  const auto fred_before = b.checkout("fred").version();
  const auto barney_before = b.checkout("barney").version();
  try {
    both.commit();
    FAIL("it has to fail");
  } catch (const stm::concurrent_update& error) {
    REQUIRE(error.moves().size() == 1);
    CHECK(error.moves()[0].key == "\"barney\"");
    CHECK(error.moves()[0].held == held);
    CHECK(error.moves()[0].found == barney_before);
  }
  CHECK(*b.checkout("fred") == 1000);
  CHECK(*b.checkout("barney") == 7);
  CHECK(b.checkout("fred").version() == fred_before);
  CHECK(b.checkout("barney").version() == barney_before);
  CHECK(*both["fred"] == 950);
}

TEST_CASE("a conflict names every key that has moved, and no other") {
  bank b;
  auto all = b.checkout("a", "b", "c", "d");
  all["a"] = 1;
  set_elsewhere(b, "b", 2);
  set_elsewhere(b, "d", 4);
  CHECK(all.moved() == std::vector<std::string>{"b", "d"});
  try {
    all.commit();
    FAIL("it has to fail");
  } catch (const stm::concurrent_update& error) {
    REQUIRE(error.moves().size() == 2);
    CHECK(error.moves()[0].key == "\"b\"");
    CHECK(error.moves()[1].key == "\"d\"");
  }
  CHECK_FALSE(b.contains("a"));
}

TEST_CASE("nothing has moved while nobody commits") {
  bank b;
  open_accounts(b);
  auto both = b.checkout("fred", "barney");
  both["fred"] = 5;
  CHECK(both.moved().empty());
  both.commit();
  CHECK(both.moved().empty());
}

TEST_CASE("a commit checks the keys that were only read") {
  bank b;
  open_accounts(b);
  auto both = b.checkout("fred", "barney");
  both["fred"] = *both["barney"];
  set_elsewhere(b, "barney", 1);
  CHECK_FALSE(both.try_commit());
  CHECK(*b.checkout("fred") == 1000);
}

TEST_CASE("a commit writes only what was edited") {
  bank b;
  open_accounts(b);
  const auto barney = b.checkout("barney").version();
  auto both = b.checkout("fred", "barney");
  both["fred"] = *both["barney"] + 1;
  both.commit();
  CHECK(b.checkout("barney").version() == barney);
}

TEST_CASE("readers of a key do not conflict with each other") {
  bank b;
  open_accounts(b);
  auto first = b.checkout("fred", "shared");
  auto second = b.checkout("barney", "shared");
  first["fred"] = 1 + *first["shared"];
  second["barney"] = 2 + *second["shared"];
  CHECK(first.try_commit());
  CHECK(second.try_commit());
}

TEST_CASE("of two changesets that each write what the other has read one commits") {
  bank b;
  open_accounts(b);
  auto first = b.checkout("fred", "barney");
  auto second = b.checkout("fred", "barney");
  first["fred"] = *first["barney"] - 1000;
  second["barney"] = *second["fred"] - 1000;
  CHECK(first.try_commit());
  CHECK_FALSE(second.try_commit());
}

TEST_CASE("after a commit a changeset can be edited and committed again") {
  bank b;
  auto both = b.checkout("fred", "barney");
  for (int i = 1; i <= 3; ++i) {
    both["fred"] += 1;
    if (i == 2) both["barney"] += 1;
    both.commit();
  }
  CHECK(*b.checkout("fred") == 3);
  CHECK(*b.checkout("barney") == 1);
}

TEST_CASE("the same key twice is one entry, which both names reach") {
  bank b;
  auto same = b.checkout("fred", "fred");
  CHECK(same.size() == 1);
  same["fred"] += 1;
  same["fred"] += 1;
  same.commit();
  CHECK(*b.checkout("fred") == 2);
}

TEST_CASE("a changeset lists its values in the order of checkout") {
  bank b;
  auto all = b.checkout("c", "a", "b", "a");
  std::string order;
  for (const auto& v : all) order += v.key();
  CHECK(order == "cab");
  for (auto& v : all) v = 1;
  all.commit();
  CHECK(b.keys().size() == 3);
}

TEST_CASE("a key that was not checked out is not there, and the error names it") {
  bank b;
  auto both = b.checkout("fred", "barney");
  CHECK_THROWS_AS((void)both["wilma"], std::out_of_range);
  const auto& constant = both;
  CHECK_THROWS_AS((void)constant["wilma"], std::out_of_range);
  try {
    (void)both["wilma"];
  } catch (const std::out_of_range& error) {
    CHECK(std::string{error.what()}.find("\"wilma\"") != std::string::npos);
  }
}

TEST_CASE("erasing and making keys is a part of a changeset's commit") {
  bank b;
  set(b, "old", 5);
  auto move = b.checkout("old", "new");
  move["new"] = *move["old"];
  move["old"].erase();
  move.commit();
  CHECK_FALSE(b.contains("old"));
  CHECK(*b.checkout("new") == 5);
}
