// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using bank = stm::store<int>;

using support::set;

std::vector<std::string> sorted(std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

TEST_CASE("a new store is empty") {
  const bank b;
  CHECK(b.keys().empty());
  CHECK(b.to_map().empty());
  CHECK(b.last_update() == 0);
  CHECK_FALSE(b.contains("fred"));
}

TEST_CASE("a store shows the keys that have a value, and no others") {
  bank b;
  set(b, "fred", 1);
  set(b, "barney", 2);
  set(b, "erased", 3);
  CHECK(b.erase("erased"));
  (void)b.var("named only");
  CHECK(b.checkout("looked at").key() == "looked at");
  CHECK(sorted(b.keys()) == std::vector<std::string>{"barney", "fred"});
  CHECK(b.contains("fred"));
  CHECK_FALSE(b.contains("erased"));
  CHECK_FALSE(b.contains("named only"));
  CHECK_FALSE(b.contains("looked at"));
  CHECK_FALSE(b.contains("never heard of"));
}

TEST_CASE("to_map copies all values, or those of some keys") {
  bank b;
  set(b, "fred", 1);
  set(b, "barney", 2);
  set(b, "wilma", 3);
  const auto all = b.to_map();
  CHECK(std::map<std::string, int>{all.begin(), all.end()} ==
        std::map<std::string, int>{{"barney", 2}, {"fred", 1}, {"wilma", 3}});
  const auto some = b.to_map({"fred", "wilma", "nobody"});
  CHECK(std::map<std::string, int>{some.begin(), some.end()} ==
        std::map<std::string, int>{{"fred", 1}, {"wilma", 3}});
  CHECK(b.to_map(std::vector<std::string>{"barney"}).at("barney") == 2);
}

TEST_CASE("dump writes a line for each key, sorted, with value and version") {
  bank b;
  set(b, "fred", 1);
  set(b, "barney", 2);
  (void)b.var("empty");
  std::ostringstream out, expected;
  b.dump(out);
  expected << "barney: 2 @" << b.checkout("barney").version() << "\nfred: 1 @"
           << b.checkout("fred").version() << '\n';
  CHECK(out.str() == expected.str());
}

TEST_CASE("last_update is the newest version of any key, an erased one included") {
  bank b;
  set(b, "fred", 1);
  CHECK(b.last_update() == b.checkout("fred").version());
  set(b, "barney", 1);
  set(b, "barney", 2);
  const auto before = b.last_update();
  CHECK(before >= b.checkout("barney").version());
  CHECK(b.erase("barney"));
  CHECK(b.last_update() == b.checkout("barney").version());
  CHECK(b.last_update() > before);
}

TEST_CASE("last_update grows with each commit, of whatever key, and with nothing else") {
  bank b;
  for (int i = 0; i < 3; ++i) set(b, "fred", i);
  std::uint64_t last = b.last_update();
  for (int i = 0; i < 50; ++i) {
    CHECK(b.last_update() == last);
    set(b, "barney" + std::to_string(i % 20), i);
    CHECK(b.last_update() > last);
    last = b.last_update();
    stm::atomically([&](stm::transaction& tx) {
      tx[b.var("wilma")] = i;
      CHECK(b.last_update() == last);
    });
    CHECK(b.last_update() > last);
    last = b.last_update();
    CHECK(b.erase("wilma"));
    CHECK(b.last_update() > last);
    last = b.last_update();
  }
}

TEST_CASE("erasing says whether there was anything to erase") {
  bank b;
  CHECK_FALSE(b.erase("fred"));
  set(b, "fred", 1);
  CHECK(b.erase("fred"));
  CHECK_FALSE(b.erase("fred"));
  CHECK(b.keys().empty());
}

TEST_CASE("to erase what is not there makes nothing and moves nothing") {
  bank b;
  const auto handle = b.checkout("fred");
  CHECK_FALSE(b.erase("fred"));
  CHECK(b.last_update() == 0);
  CHECK(b.checkout("fred").version() == handle.version());
}

TEST_CASE("a commit by policy runs its edit until the commit holds") {
  bank b;
  set(b, "fred", 100);
  set(b, "barney", 100);
  int runs = 0;
  b.commit({.max_tries = 10}, {"fred", "barney"}, [&](auto& both) {
    if (++runs < 4) support::elsewhere([&] { set(b, "fred", 100 + runs); });
    both["fred"] -= 50;
    both["barney"] += 50;
  });
  CHECK(runs == 4);
  CHECK(*b.checkout("fred") == 53);
  CHECK(*b.checkout("barney") == 150);
}

TEST_CASE("a commit by policy takes a range of keys") {
  bank b;
  const std::vector<std::string> keys{"a", "b", "c"};
  b.commit({}, keys, [](auto& all) {
    for (auto& each : all) each = 1;
  });
  CHECK(b.keys().size() == 3);
}

TEST_CASE("a range of keys is walked once, however often it is tried") {
  struct once {
    std::vector<std::string> keys;
    mutable bool is_walked = false;
    auto begin() const { return std::exchange(is_walked, true) ? keys.end() : keys.begin(); }
    auto end() const { return keys.end(); }
  };
  bank b;
  int runs = 0;
  b.commit({.max_tries = 10}, once{{"a", "b"}}, [&](auto& all) {
    if (++runs < 3) support::elsewhere([&] { set(b, "a", runs); });
    for (auto& each : all) each = 7;
  });
  CHECK(runs == 3);
  CHECK(b.to_map(once{{"a", "b", "c"}}).size() == 2);
}

TEST_CASE("a commit by policy gives up after exactly max_tries edits, with nothing written") {
  bank b;
  int runs = 0;
  try {
    b.commit({.max_tries = 5}, {"fred", "barney"}, [&](auto& both) {
      ++runs;
      support::elsewhere([&] { set(b, "fred", runs); });
      both["fred"] = -1;
      both["barney"] = -1;
    });
    FAIL("it cannot succeed");
  } catch (const stm::max_retries_exceeded& error) {
    CHECK(error.attempts() == 5);
    CHECK(error.last_conflict().find("\"fred\"") != std::string::npos);
  }
  CHECK(runs == 5);
  CHECK(*b.checkout("fred") == 5);
  CHECK_FALSE(b.contains("barney"));
}

TEST_CASE("a commit by policy whose time is up says so") {
  bank b;
  CHECK_THROWS_AS(
      b.commit({.timeout = std::chrono::nanoseconds{0}}, {"fred"},
               [&](auto& set_of_one) {
                 support::elsewhere([&] { set(b, "fred", 1); });
                 set_of_one["fred"] = 2;
               }),
      stm::retry_timeout_exceeded);
}

TEST_CASE("an exception out of an edit ends a commit by policy, with nothing written") {
  bank b;
  int runs = 0;
  CHECK_THROWS_AS(
      b.commit({}, {"fred"},
               [&](auto& one) {
                 ++runs;
                 one["fred"] = 1;
                 throw std::runtime_error{"no"};
               }),
      std::runtime_error);
  CHECK(runs == 1);
  CHECK_FALSE(b.contains("fred"));
}

TEST_CASE("a commit by policy refuses what cannot be tried") {
  bank b;
  CHECK_THROWS_AS(b.commit({.max_tries = 0}, {"fred"}, [](auto&) {}), std::invalid_argument);
  CHECK_THROWS_AS(b.commit({}, std::vector<std::string>{}, [](auto&) {}), std::invalid_argument);
}

TEST_CASE("a key's variable and its checkout are one and the same") {
  bank b;
  auto& fred = b.var("fred");
  CHECK(&fred == &b.var("fred"));
  CHECK(fred.load() == std::nullopt);
  set(b, "fred", 5);
  CHECK(fred.load() == 5);

  auto handle = b.checkout("fred");
  stm::atomically([&](stm::transaction& tx) { tx[fred] = 6; });
  CHECK(*b.checkout("fred") == 6);
  handle = 7;
  CHECK_FALSE(handle.try_commit());

  stm::atomically([&](stm::transaction& tx) { tx[fred] = std::nullopt; });
  CHECK_FALSE(b.contains("fred"));
}

TEST_CASE("a transaction that has listed the keys may name a new one, and commits at once") {
  bank b;
  set(b, "fred", 1);
  std::size_t listed = 0;
  stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
    listed = b.keys().size();
    tx[b.var("barney")] = 2;
  });
  CHECK(listed == 1);
  CHECK(b.keys().size() == 2);
}

TEST_CASE("an entry costs at most 128 bytes beside its key and its value") {
  const auto cost = [](auto key, auto value) {
    using stored = std::optional<decltype(value)>;
    std::size_t entry = sizeof(stm::engine::key_node<decltype(key), stm::var<stored>>);
    if (!stm::engine::lies_inline<stored>) entry += sizeof(stm::engine::box<stored>);
    return entry - sizeof(key) - sizeof(value);
  };
  CHECK(cost(std::string{}, std::int64_t{}) <= 128);
  CHECK(cost(std::string{}, std::string{}) <= 128);
  CHECK(cost(std::int64_t{}, int{}) <= 128);
  CHECK(cost(int{}, std::string{}) <= 128);
}
