// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/snapshot.hpp>
#include <stm/store.hpp>

#include <tests/support/counted.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using bank = stm::store<int>;

using support::set;

std::vector<std::string> updates(bank::snapshot_type& copy) {
  auto keys = copy.pull_updates();
  std::sort(keys.begin(), keys.end());
  return keys;
}
using names = std::vector<std::string>;

}  // namespace

TEST_CASE("a snapshot holds every key that has a value, with its version") {
  bank b;
  set(b, "fred", 1);
  set(b, "barney", 2);
  (void)b.var("empty");
  const auto copy = b.snapshot();
  CHECK(copy.size() == 2);
  CHECK(copy["fred"] == 1);
  CHECK(copy["barney"] == 2);
  CHECK(copy.version("fred") == b.checkout("fred").version());
  CHECK(copy.version("empty") == 0);
  CHECK_FALSE(copy.contains("empty"));
  CHECK_THROWS_WITH_AS((void)copy["empty"], "\"empty\" has no value", stm::missing_value);
  int sum = 0;
  for (const auto& [key, entry] : copy) sum += entry.value;
  CHECK(sum == 3);
}

TEST_CASE("a snapshot does not change until it pulls") {
  bank b;
  set(b, "fred", 1);
  auto copy = b.snapshot();
  set(b, "fred", 2);
  set(b, "barney", 3);
  CHECK(copy["fred"] == 1);
  CHECK_FALSE(copy.contains("barney"));
}

TEST_CASE("pulling nothing new returns nothing") {
  bank b;
  auto copy = b.snapshot();
  CHECK(updates(copy).empty());
  set(b, "fred", 1);
  CHECK(updates(copy) == names{"fred"});
  CHECK(updates(copy).empty());
  (void)b.checkout("looked at").key();
  CHECK(updates(copy).empty());
}

TEST_CASE("pulling returns the keys that are new, changed and erased, and no others") {
  bank b;
  set(b, "same", 1);
  set(b, "changed", 2);
  set(b, "erased", 3);
  auto copy = b.snapshot();
  set(b, "changed", 20);
  CHECK(b.erase("erased"));
  set(b, "new", 4);
  CHECK(updates(copy) == names{"changed", "erased", "new"});
  CHECK(copy.size() == 3);
  CHECK(copy["same"] == 1);
  CHECK(copy["changed"] == 20);
  CHECK(copy["new"] == 4);
  CHECK_FALSE(copy.contains("erased"));
  CHECK(copy.version("changed") == b.checkout("changed").version());
}

TEST_CASE("a key made and erased between two pulls is no news") {
  bank b;
  auto copy = b.snapshot();
  set(b, "fleeting", 1);
  CHECK(b.erase("fleeting"));
  CHECK(updates(copy).empty());
}

TEST_CASE("a key erased and made again with the same value is news") {
  bank b;
  set(b, "fred", 1);
  auto copy = b.snapshot();
  CHECK(b.erase("fred"));
  set(b, "fred", 1);
  CHECK(updates(copy) == names{"fred"});
}

TEST_CASE("pulling copies only what has changed") {
  stm::store<support::counted> store;
  for (const char* key : {"a", "b", "c", "d"})
    store.commit({}, {key}, [&](auto& one) { one[key] = support::counted{1}; });
  auto copy = store.snapshot();
  support::counted::reset();
  CHECK(copy.pull_updates().empty());
  CHECK(support::counted::copies() == 0);
  store.commit({}, {"b"}, [&](auto& one) { one["b"] = support::counted{2}; });
  support::counted::reset();
  CHECK(copy.pull_updates().size() == 1);
  CHECK(support::counted::copies() == 1);
  CHECK(copy["b"].value == 2);
}

TEST_CASE("a snapshot and its pulls are each of one moment") {
  bank b;
  b.commit({}, {"fred", "barney"}, [](auto& both) { both["fred"] = 1000, both["barney"] = 1000; });
  auto copy = b.snapshot();
  int wrong = 0;
  for (int i = 0; i < 100; ++i) {
    support::elsewhere([&] {
      b.commit({}, {"fred", "barney"}, [](auto& both) {
        both["fred"] -= 1;
        both["barney"] += 1;
      });
    });
    wrong += updates(copy) != names{"barney", "fred"};
    wrong += copy["fred"] + copy["barney"] != 2000;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a snapshot of many keys holds all of them") {
  stm::store<int, int> numbered;
  std::vector<int> keys;
  for (int i = 0; i < 2000; ++i) keys.push_back(i);
  numbered.commit({}, keys, [](auto& all) {
    for (auto& each : all) each = each.key();
  });
  const auto copy = numbered.snapshot();
  CHECK(copy.size() == 2000);
  CHECK(copy[1234] == 1234);
}
