// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <stdexcept>
#include <string>

namespace {

using bank = stm::store<int>;
using texts = stm::store<std::string>;

using support::set;
using support::set_elsewhere;

}  // namespace

TEST_CASE("a store and a variable change in one transaction, or neither does") {
  bank b;
  set(b, "fred", 100);
  stm::var<int> pocket{0};
  const auto withdraw = [&](int amount) {
    stm::atomically([&](stm::transaction& tx) {
      tx[pocket] += amount;
      auto fred = b.checkout("fred");
      fred -= amount;
      fred.commit();
      if (*fred < 0) throw std::runtime_error{"not enough"};
    });
  };
  withdraw(60);
  CHECK_THROWS_AS(withdraw(60), std::runtime_error);
  CHECK(*b.checkout("fred") == 40);
  CHECK(pocket.load() == 60);
}

TEST_CASE("a checkout inside a transaction sees what that has written") {
  bank b;
  texts t;
  stm::atomically([&](stm::transaction& tx) {
    tx[b.var("fred")] = 5;
    tx[t.var("name")] = "Fred";
    CHECK(*b.checkout("fred") == 5);
    CHECK(*t.checkout("name") == "Fred");
    CHECK(b.contains("fred"));
    CHECK(b.keys().size() == 1);
    CHECK(t.to_map().at("name") == "Fred");
    CHECK(b.snapshot()["fred"] == 5);
  });
}

TEST_CASE("a commit inside a transaction is seen by it at once, by others after its end") {
  texts t;
  stm::atomically([&](stm::transaction& tx) {
    auto name = t.checkout("name");
    name = "Fred";
    name.commit();
    CHECK(*tx[t.var("name")] == "Fred");
    CHECK(*t.checkout("name") == "Fred");
    support::elsewhere([&] { CHECK_FALSE(t.contains("name")); });
    name = "Barney";
    name.commit();
    CHECK(*tx[t.var("name")] == "Barney");
  });
  CHECK(*t.checkout("name") == "Barney");
}

TEST_CASE("what is committed inside a transaction is taken back with it") {
  bank b;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                    b.commit({}, {"fred", "barney"}, [](auto& both) {
                      both["fred"] = 1;
                      both["barney"] = 2;
                    });
                    throw std::runtime_error{"no"};
                  }),
                  std::runtime_error);
  CHECK(b.keys().empty());
}

TEST_CASE("of two handles of a transaction's own draft the second to commit has a conflict") {
  for (const bool was_written : {false, true}) {
    CAPTURE(was_written);
    texts t;
    stm::atomically([&](stm::transaction& tx) {
      if (was_written) tx[t.var("name")] = "draft";
      auto first = t.checkout("name");
      auto second = t.checkout("name");
      first = "first";
      second = "second";
      CHECK(first.try_commit());
      CHECK_FALSE(second.try_commit());
      CHECK_THROWS_AS(second.commit(), stm::conflict);
      CHECK(*tx[t.var("name")] == "first");
    });
    CHECK(*t.checkout("name") == "first");
  }
}

TEST_CASE("a handle has moved when the transaction has written its key since") {
  bank b;
  stm::atomically([&](stm::transaction& tx) {
    auto both = b.checkout("fred", "barney");
    tx[b.var("barney")] = 3;
    both["fred"] = 1;
    CHECK(both.moved() == std::vector<std::string>{"barney"});
    CHECK_FALSE(both.try_commit());
  });
  CHECK_FALSE(b.contains("fred"));
  CHECK(*b.checkout("barney") == 3);
}

TEST_CASE("a handle from before can be committed as a part of a transaction") {
  bank b;
  stm::var<int> count{0};
  auto fred = b.checkout("fred");
  fred = 7;
  stm::atomically([&](stm::transaction& tx) {
    ++tx[count];
    fred.commit();
  });
  CHECK(*b.checkout("fred") == 7);
  CHECK(count.load() == 1);
}

TEST_CASE("a handle from before that has moved is a conflict inside a transaction, too") {
  bank b;
  stm::var<int> count{0};
  auto fred = b.checkout("fred");
  fred = 7;
  set_elsewhere(b, "fred", 1);
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    ++tx[count];
                    fred.commit();
                  }),
                  stm::concurrent_update);
  CHECK(*b.checkout("fred") == 1);
  CHECK(count.load() == 0);
}

TEST_CASE("a handle from inside a transaction's draft cannot be committed after it") {
  bank b;
  std::optional<bank::value_type> kept;
  stm::atomically([&](stm::transaction& tx) {
    tx[b.var("fred")] = 1;
    kept.emplace(b.checkout("fred"));
  });
  *kept = 2;
  CHECK_FALSE(kept->try_commit());
  CHECK(*b.checkout("fred") == 1);
}

TEST_CASE("a key that was checked only has to stand until the transaction commits") {
  bank b;
  set(b, "fred", 1);
  stm::var<int> seen{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    auto fred = b.checkout("fred");
    fred.commit();
    if (runs++ == 0) set_elsewhere(b, "fred", 2);
    tx[seen] = *fred;
  });
  CHECK(runs == 2);
  CHECK(seen.load() == 2);
}

TEST_CASE("nested, a commit is taken back alone") {
  texts t;
  set<std::string>(t, "name", "Fred");
  stm::atomically([&](stm::transaction& tx) {
    try {
      stm::atomically([&](stm::transaction&) {
        t.commit({}, {"name", "other"}, [](auto& both) {
          both["name"] = "Wilma";
          both["other"].erase();
        });
        CHECK(t.erase("name"));
        throw 1;
      });
    } catch (int) {
    }
    CHECK(*tx[t.var("name")] == "Fred");
    auto name = t.checkout("name");
    name.edit([](std::string& s) { s += "!"; });
    name.commit();
  });
  CHECK(*t.checkout("name") == "Fred!");
}

TEST_CASE("an erase and a look for a key inside a transaction are contradicted by commits") {
  bank b;
  stm::var<bool> absent{false};
  const auto runs_of = [&](auto look) {
    int runs = 0;
    stm::atomically([&](stm::transaction& tx) {
      tx[absent] = !look();
      if (runs++ == 0) set_elsewhere(b, "key" + std::to_string(runs), 1);
    });
    return runs;
  };
  CHECK(runs_of([&] { return b.contains("key1"); }) == 2);
  CHECK_FALSE(absent.load());
  CHECK(b.erase("key1"));
  CHECK(runs_of([&] { return b.erase("key1"); }) == 2);
  CHECK_FALSE(b.contains("key1"));
}

TEST_CASE("inside a transaction an erased key is gone, and back when that fails") {
  bank b;
  set(b, "fred", 1);
  CHECK_THROWS(stm::atomically([&](stm::transaction&) {
    CHECK(b.erase("fred"));
    CHECK_FALSE(b.erase("fred"));
    CHECK_FALSE(b.contains("fred"));
    CHECK(b.keys().empty());
    throw 1;
  }));
  CHECK(b.contains("fred"));
}

TEST_CASE(
    "naming a new key after having listed all keys does not trouble the transaction for long") {
  bank b;
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    ++runs;
    CHECK(b.keys().empty());
    tx[b.var("new")] = 1;
  });
  CHECK(runs <= 2);
  CHECK(b.contains("new"));
}

TEST_CASE("what a snapshot pulls inside a transaction is news again if that is taken back") {
  bank b;
  set(b, "fred", 1);
  auto copy = b.snapshot();
  CHECK_THROWS(stm::atomically([&](stm::transaction& tx) {
    tx[b.var("fred")] = 99;
    (void)*tx[b.var("fred")];
    tx[b.var("new")] = 99;
    CHECK(copy.pull_updates().size() == 2);
    throw 1;
  }));
  (void)copy.pull_updates();
  CHECK(copy["fred"] == 1);
  CHECK_FALSE(copy.contains("new"));
}

TEST_CASE(
    "what a snapshot pulls inside a transaction is as the store was, edits that read included") {
  bank b;
  set(b, "fred", 1);
  auto copy = b.snapshot();
  CHECK_THROWS(stm::atomically([&](stm::transaction& tx) {
    auto fred = b.checkout("fred");
    fred = 99;
    fred.commit();
    CHECK(*tx[b.var("fred")] == 99);
    CHECK(copy.pull_updates().size() == 1);
    CHECK(copy["fred"] == 99);
    throw 1;
  }));
  (void)copy.pull_updates();
  CHECK(copy["fred"] == 1);
}

TEST_CASE("a key that a transaction erases blindly is reported by a pull inside it") {
  bank b;
  set(b, "fred", 1);
  auto copy = b.snapshot();
  stm::atomically([&](stm::transaction& tx) {
    tx[b.var("fred")] = std::nullopt;
    CHECK(copy.pull_updates() == std::vector<std::string>{"fred"});
    CHECK_FALSE(copy.contains("fred"));
  });
}

TEST_CASE("a large value that a commit inside a transaction has checked outlives its replacement") {
  texts t;
  set<std::string>(t, "name", std::string(50, 'a'));
  auto from_before = t.checkout("name");
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    if (++runs > 1) return;
    from_before.commit();
    support::elsewhere([&] {
      for (int i = 0; i < 1000; ++i) set<std::string>(t, "name", std::string(50, 'b'));
    });
    CHECK(**tx[t.var("name")] == std::string(50, 'a'));
  });
}
