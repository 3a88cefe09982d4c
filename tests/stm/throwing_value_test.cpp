// SPDX-License-Identifier: BSL-1.0
// Values whose copies, moves and assignments throw, at each of them in turn.
#include <doctest/doctest.h>

#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/fragile.hpp>

#include <utility>

using support::fragile;

namespace {

/// Runs `work` again and again, each time broken at a later operation of a value, until it runs
/// through. After each failure all has to be as `is_untouched` says, no value may be left over, and
/// `usable` has to run through in another thread: nothing is locked.
template <class Work, class IsUntouched, class Usable>
void broken_everywhere(Work work, IsUntouched is_untouched, Usable usable) {
  int failures = 0;
  for (;;) {
    const int alive = fragile::alive();
    fragile::break_at(failures + 1);
    try {
      work();
    } catch (const fragile::broken&) {
      fragile::break_at(0);
      ++failures;
      CAPTURE(failures);
      REQUIRE(is_untouched());
      REQUIRE(fragile::alive() == alive);
      support::elsewhere(usable);
      continue;
    }
    fragile::break_at(0);
    break;
  }
  CHECK(failures > 0);
  CHECK_FALSE(is_untouched());
}

struct pair_of_variables {
  stm::var<fragile> a{fragile{1}}, b{fragile{1}};

  [[nodiscard]] bool is_untouched() const {
    return stm::read_only([&](stm::read_transaction& tx) {
      return tx[a]->value == 1 && tx[b]->value == 1;
    });
  }
  /// Locks both and changes nothing.
  void use() {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      tx[a].edit([](fragile&) {});
      tx[b].edit([](fragile&) {});
    });
  }
};

template <class Block>
void broken_in_transaction(Block block) {
  pair_of_variables both;
  both.use();
  broken_everywhere(
      [&] { stm::atomically([&](stm::transaction& tx) { block(tx, both.a, both.b); }); },
      [&] { return both.is_untouched(); }, [&] { both.use(); });
}

using store = stm::store<fragile>;

void put(store& s, const char* key, int value) {
  stm::atomically([&](stm::transaction& tx) { tx[s.var(key)] = fragile{value}; });
}

template <class Work>
void broken_in_store(Work work) {
  store s;
  put(s, "a", 1);
  put(s, "b", 1);
  broken_everywhere(
      [&] { work(s); },
      [&] {
        const auto all = s.to_map();
        return all.size() == 2 && all.at("a").value == 1 && all.at("b").value == 1;
      },
      [&] {
        stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
          for (const char* key : {"a", "b", "new"}) tx[s.var(key)].edit([](auto&) {});
        });
      });
}

}  // namespace

TEST_CASE("a write that throws writes nothing") {
  broken_in_transaction([](stm::transaction& tx, auto& a, auto& b) {
    tx[a] = fragile{2};
    tx[b] = *tx[a];
    tx[a] = fragile{3};
  });
}

TEST_CASE("an edit that throws writes nothing") {
  broken_in_transaction([](stm::transaction& tx, auto& a, auto& b) {
    tx[a].edit([](fragile& f) { f.value = 2; });
    tx[b].edit([&](fragile& f) { f = *tx[a]; });
    tx[a].edit([](fragile& f) { f = fragile{3}; });
  });
}

TEST_CASE("a nested block that throws, and is tried again, writes once") {
  pair_of_variables both;
  int failures = 0;
  stm::atomically([&](stm::transaction& tx) {
    for (bool is_done = false; !is_done;) {
      fragile::break_at(failures + 1);
      try {
        stm::atomically([&](stm::transaction& inner) {
          inner[both.a].edit([](fragile& f) { f.value += 1; });
          inner[both.b] = *inner[both.a];
          inner[both.b].edit([](fragile& f) { f.value += 1; });
        });
        is_done = true;
      } catch (const fragile::broken&) {
        ++failures;
      }
      fragile::break_at(0);
    }
    CHECK(tx[both.a]->value == 2);
    CHECK(tx[both.b]->value == 3);
  });
  CHECK(failures > 3);
  CHECK(both.b.load().value == 3);
}

TEST_CASE("a load that throws leaves nothing behind") {
  stm::var<fragile> v{fragile{1}};
  for (int i = 0; i < 10; ++i) {
    fragile::break_at(1);
    CHECK_THROWS_AS((void)v.load(), fragile::broken);
  }
  fragile::break_at(0);
  CHECK(v.load().value == 1);
}

TEST_CASE("a variable whose first value throws does not come to be") {
  const int alive = fragile::alive();
  const fragile initial{1};
  for (int nth = 1; nth < 3; ++nth) {
    fragile::break_at(nth);
    CHECK_THROWS_AS((stm::var<fragile>{initial}), fragile::broken);
    fragile::break_at(0);
  }
  CHECK(fragile::alive() == alive + 1);
}

TEST_CASE("a checkout, edit or commit that throws leaves the store as it was") {
  broken_in_store([](store& s) {
    auto both = s.checkout("a", "b");
    both["a"] = fragile{2};
    both["b"].edit([](fragile& f) { f.value = 2; });
    both.commit();
  });
}

TEST_CASE("a commit by policy that throws leaves the store as it was") {
  broken_in_store([](store& s) {
    s.commit({}, {"a", "b", "new"}, [](auto& all) {
      all["a"] = fragile{2};
      all["new"] = fragile{2};
      all["b"].erase();
    });
  });
}

TEST_CASE("a commit inside a transaction that throws takes all of it back") {
  broken_in_store([](store& s) {
    stm::atomically([&](stm::transaction& tx) {
      tx[s.var("new")] = fragile{5};
      auto both = s.checkout("a", "b");
      both["a"] = fragile{2};
      both["b"] = fragile{2};
      both.commit();
    });
  });
}

TEST_CASE("a pull that throws leaves the snapshot as it was") {
  store s;
  put(s, "same", 1);
  put(s, "changed", 1);
  put(s, "erased", 1);
  auto copy = s.snapshot();
  put(s, "changed", 2);
  put(s, "new", 2);
  s.erase("erased");
  int failures = 0;
  for (bool is_done = false; !is_done;) {
    fragile::break_at(failures + 1);
    try {
      is_done = copy.pull_updates().size() == 3;
      REQUIRE(is_done);
    } catch (const fragile::broken&) {
      ++failures;
      fragile::break_at(0);
      REQUIRE(copy.size() == 3);
      REQUIRE(copy["changed"].value == 1);
      REQUIRE(copy.contains("erased"));
      REQUIRE_FALSE(copy.contains("new"));
    }
  }
  fragile::break_at(0);
  CHECK(failures > 0);
  CHECK(copy["changed"].value == 2);
  CHECK_FALSE(copy.contains("erased"));
}
