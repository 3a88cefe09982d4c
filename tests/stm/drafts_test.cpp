// SPDX-License-Identifier: BSL-1.0
// Handles of what their transaction has written and not committed, which nested blocks may take
// back.
#include <doctest/doctest.h>

#include <stm/or_else.hpp>
#include <stm/store.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/set.hpp>

#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using bank = stm::store<int>;
using texts = stm::store<std::string>;

using support::set;

}  // namespace

TEST_CASE_TEMPLATE("a commit that is taken back alone leaves its handle where it stood", T, int,
                   std::string) {
  const auto text = [](char c) {
    T value{};
    value += c;
    return value;
  };
  stm::store<T> t;
  const auto commit = [&](auto& handle, char c) {
    handle = text(c);
    handle.commit();
  };
  const auto taken_back = [&](auto work) {
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                      work();
                      throw 1;
                    }),
                    int);
  };
  stm::atomically([&](stm::transaction& tx) {
    auto handle = t.checkout("name");
    taken_back([&] { commit(handle, 'a'); });
    commit(handle, 'b');
    taken_back([&] { commit(handle, 'c'); });
    CHECK(**tx[t.var("name")] == text('b'));
    commit(handle, 'd');
    taken_back([&] {
      commit(handle, 'e');
      taken_back([&] { commit(handle, 'f'); });
      commit(handle, 'g');
    });
    commit(handle, 'h');
    stm::or_else(
        [&](stm::transaction& first) {
          commit(handle, 'i');
          first.retry();
        },
        [&](stm::transaction&) { commit(handle, 'j'); })(tx);
    CHECK(**tx[t.var("name")] == text('j'));

    // By other means it has moved all the same.
    tx[t.var("name")] = text('k');
    CHECK_THROWS_AS(commit(handle, 'l'), stm::concurrent_update);
    taken_back([&] { tx[t.var("name")] = text('m'); });
    CHECK_THROWS_AS(commit(handle, 'n'), stm::concurrent_update);
  });
  CHECK(*t.checkout("name") == text('k'));
}

TEST_CASE(
    "a write by other means moves a handle though it is of a value that was committed before") {
  bank b;
  const auto take_back = [](auto work) {
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                      work();
                      throw 1;
                    }),
                    int);
  };
  const auto commit = [](auto& handle, int to) {
    handle = to;
    handle.commit();
  };
  stm::atomically([&](stm::transaction& tx) {
    auto one = b.checkout("one"), two = b.checkout("two");
    take_back([&] { commit(one, 1); });
    tx[b.var("one")] = 1;
    CHECK_THROWS_AS(commit(one, 2), stm::concurrent_update);

    commit(two, 1);
    commit(two, 2);
    take_back([] {});
    tx[b.var("two")] = 1;
    CHECK_THROWS_AS(commit(two, 3), stm::concurrent_update);
  });
  CHECK(*b.checkout("one") == 1);
  CHECK(*b.checkout("two") == 1);
}

TEST_CASE("what is checked out in the middle of an edit is of nothing that was committed") {
  for (const bool was_written : {false, true}) {
    texts t;
    set<std::string>(t, "name", "Fred");
    std::optional<stm::value<std::string>> kept;
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                      if (was_written) tx[t.var("name")] = "Wilma";
                      tx[t.var("name")].edit([&](std::optional<std::string>& name) {
                        name = "half";
                        kept.emplace(t.checkout("name"));
                      });
                      throw 1;
                    }),
                    int);
    *kept = **kept + "!";
    if (was_written) {
      CHECK_THROWS_AS(kept->commit(), stm::concurrent_update);
    } else {
      kept->commit();  // the edit has a copy, which nobody else sees before its end
      CHECK(*t.checkout("name") == "Fred!");
    }
  }
}

TEST_CASE_TEMPLATE("a handle of what a nested block had written is stale once that is taken back",
                   T, int, std::string) {
  const auto text = [](char c) {
    T value{};
    value += c;
    return value;
  };
  for (const int levels : {1, 2}) {
    stm::store<T> t;
    auto& name = t.var("name");
    std::optional<stm::value<T>> handle;
    const auto look_and_throw = [&](stm::transaction& tx) {
      tx[name] = text('c');
      handle.emplace(t.checkout("name"));
      throw 1;
    };
    stm::atomically([&](stm::transaction& tx) {
      tx[name] = text('a');
      CHECK_THROWS_AS(stm::atomically([&](stm::transaction& inner) {
                        if (levels == 1) look_and_throw(inner);
                        inner[name] = text('b');
                        stm::atomically(look_and_throw);
                      }),
                      int);
      *handle = text('d');
      CHECK_THROWS_AS(handle->commit(), stm::concurrent_update);
      auto fresh = t.checkout("name");
      CHECK(*fresh == text('a'));
      fresh = text('e');
      fresh.commit();
    });
    CHECK(*t.checkout("name") == text('e'));
  }
}

TEST_CASE("a handle whose move throws still knows what it has written") {
  struct heavy {
    int value = 0;
    std::string text;  // so that it lies in a box
    bool moves = true;

    heavy() = default;
    heavy(const heavy&) = default;
    heavy(heavy&& other) : value{other.value}, moves{other.moves} {
      if (!moves) throw std::runtime_error{"too heavy"};
    }
    heavy& operator=(const heavy&) = default;
  };
  stm::store<heavy> all;
  stm::atomically([&](stm::transaction&) {
    auto handle = all.checkout("one");
    const auto commit = [&](int value) {
      handle.edit([&](heavy& h) {
        h.value = value;
        h.moves = true;
      });
      handle.commit();
    };
    commit(1);
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                      commit(2);
                      handle.edit([](heavy& h) { h.moves = false; });
                      const auto moved = std::move(handle);
                    }),
                    std::runtime_error);
    commit(3);
  });
  CHECK(all.checkout("one")->value == 3);
}

TEST_CASE("a transaction that has committed a handle may write very many variables") {
  const support::deadline limit{"many writes beside a handle"};
  bank b;
  std::deque<stm::var<int>> many(50'000);
  stm::atomically([&](stm::transaction& tx) {
    auto one = b.checkout("one");
    one = 1;
    one.commit();
    for (auto& each : many) tx[each] = 7;
    one = 2;
    one.commit();
  });
  CHECK(many.back().load() == 7);
  CHECK(*b.checkout("one") == 2);
}
