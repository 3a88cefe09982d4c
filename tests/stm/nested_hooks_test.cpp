// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/stm/events.hpp>
#include <tests/support/elsewhere.hpp>

#include <stdexcept>
#include <string>

using stm::or_else;
using support::events;
using support::note_end;

namespace {

struct thought_better {};

/// A block that does nothing but note its end, and one that then throws or waits.
auto noted(events& log, const std::string& name) {
  return [&log, name](stm::transaction& tx) { note_end(log, tx, name); };
}
auto noted_then_throws(events& log, const std::string& name) {
  return [&log, name](stm::transaction& tx) {
    note_end(log, tx, name);
    throw thought_better{};
  };
}
auto noted_then_waits(events& log, const std::string& name) {
  return [&log, name](stm::transaction& tx) {
    note_end(log, tx, name);
    tx.retry();
  };
}

void rolled_back(events& log, const std::string& name) {
  CHECK_THROWS_AS(stm::atomically(noted_then_throws(log, name)), thought_better);
}

}  // namespace

TEST_CASE("hooks of a nested block wait for the end of the outermost") {
  events log;
  stm::atomically([&](stm::transaction& tx) {
    note_end(log, tx, "outer");
    stm::atomically([&](stm::transaction& second) {
      stm::atomically(noted(log, "third"));
      note_end(log, second, "second");
    });
    CHECK(log.empty());
    note_end(log, tx, "outer again");
  });
  CHECK(log ==
        events{"outer committed", "third committed", "second committed", "outer again committed"});
}

TEST_CASE("a nested block that ended well is taken back with the whole") {
  events log;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    stm::atomically(noted(log, "inner"));
                    noted_then_throws(log, "outer")(tx);
                  }),
                  thought_better);
  CHECK(log == events{"inner taken back", "outer taken back"});
}

TEST_CASE("of a nested block that is taken back the hooks for that run after the whole") {
  events log;
  stm::atomically([&](stm::transaction& tx) {
    note_end(log, tx, "before");
    rolled_back(log, "inner");
    CHECK(log.empty());
    note_end(log, tx, "after");
  });
  CHECK(log == events{"before committed", "inner taken back", "after committed"});
}

TEST_CASE("a nested block that is taken back is so once, whatever becomes of the whole") {
  events log;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    rolled_back(log, "inner");
                    noted_then_throws(log, "outer")(tx);
                  }),
                  thought_better);
  CHECK(log == events{"inner taken back", "outer taken back"});
}

TEST_CASE("taking a block back takes back those in it that had ended well") {
  events log;
  stm::atomically([&](stm::transaction&) {
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction& second) {
                      stm::atomically(noted(log, "third"));
                      rolled_back(log, "fourth");
                      noted_then_throws(log, "second")(second);
                    }),
                    thought_better);
    stm::atomically(noted(log, "fifth"));
  });
  CHECK(log ==
        events{"third taken back", "fourth taken back", "second taken back", "fifth committed"});
}

TEST_CASE("an exception that is thrown and caught inside a block takes no hook back") {
  events log;
  stm::atomically([&](stm::transaction&) {
    stm::atomically([&](stm::transaction& inner) {
      try {
        noted_then_throws(log, "inner")(inner);
      } catch (const thought_better&) {
      }
    });
  });
  CHECK(log == events{"inner committed"});
}

TEST_CASE("of alternatives the hooks of the chosen one are for the commit") {
  events log;
  stm::atomically([&](stm::transaction& tx) {
    note_end(log, tx, "before");
    stm::atomically(or_else(noted_then_waits(log, "first"), noted_then_waits(log, "second"),
                            noted(log, "third"), noted(log, "fourth")));
  });
  CHECK(log ==
        events{"before committed", "first taken back", "second taken back", "third committed"});
}

TEST_CASE("of alternatives the hooks of one that throws are for the rollback") {
  events log;
  CHECK_THROWS_AS(
      stm::atomically(or_else(noted_then_waits(log, "first"), noted_then_throws(log, "second"))),
      thought_better);
  CHECK(log == events{"first taken back", "second taken back"});
}

TEST_CASE("if all alternatives wait the hooks of all are for the rollback, at each run") {
  stm::var<int> v{0};
  events log;
  int runs = 0;
  stm::atomically(or_else(
      [&](stm::transaction& tx) {
        note_end(log, tx, "left");
        tx.check(*tx[v] != 0);
      },
      [&](stm::transaction& tx) {
        note_end(log, tx, "right");
        const int seen = *tx[v];
        if (++runs == 1)
          support::elsewhere([&] { stm::atomically([&](auto& other) { other[v] = 1; }); });
        tx.check(seen != 0);
      }));
  CHECK(log == events{"left taken back", "right taken back", "left committed"});
}

TEST_CASE("an updating block inside a read-only one has hooks, for the end of that") {
  events log;
  stm::read_only([&](stm::read_transaction&) {
    stm::atomically(noted(log, "inner"));
    CHECK(log.empty());
  });
  CHECK(log == events{"inner committed"});
  log.clear();
  CHECK_THROWS_AS(stm::read_only([&](stm::read_transaction&) {
                    stm::atomically(noted(log, "inner"));
                    throw thought_better{};
                  }),
                  thought_better);
  CHECK(log == events{"inner taken back"});
}

TEST_CASE("a read-only block that meets a conflict runs the hooks for a rollback, too") {
  stm::var<int> v{0}, w{0};
  events log;
  int runs = 0;
  stm::read_only([&](stm::read_transaction& tx) {
    (void)*tx[v];
    stm::atomically(noted(log, std::to_string(++runs)));
    if (runs == 1) support::elsewhere([&] { stm::atomically([&](auto& other) { other[v] = 1; }); });
    (void)*tx[w];
  });
  CHECK(log == events{"1 taken back", "2 committed"});
}

TEST_CASE("an updating block inside a read-only one that is taken back is so for its hooks") {
  events log;
  stm::read_only([&](stm::read_transaction&) {
    rolled_back(log, "inner");
    stm::atomically([&](stm::transaction&) { rolled_back(log, "innermost"); });
  });
  CHECK(log == events{"inner taken back", "innermost taken back"});
}

TEST_CASE("of read-only alternatives the hooks of one that waits are for the rollback") {
  const auto block_of = [](events& log) {
    return or_else(
        [&](stm::read_transaction& tx) {
          stm::atomically(noted(log, "left"));
          tx.retry();
        },
        [&](stm::read_transaction&) { stm::atomically(noted(log, "right")); });
  };
  events reading, updating, delegated;
  stm::read_only(block_of(reading));
  CHECK(reading == events{"left taken back", "right committed"});
  stm::atomically([&](stm::transaction&) { stm::read_only(block_of(updating)); });
  CHECK(updating == events{"left taken back", "right committed"});
  stm::read_only([&](stm::read_transaction&) {
    stm::atomically([&](stm::transaction&) { stm::read_only(block_of(delegated)); });
  });
  CHECK(delegated == events{"left taken back", "right committed"});
}

TEST_CASE("hooks of blocks inside a read-only one that throws are those of a block taken back") {
  const auto ask_and_throw = [](events& log) {
    CHECK_THROWS_AS(stm::read_only([&](stm::read_transaction&) {
                      stm::atomically(noted(log, "inner"));
                      throw thought_better{};
                    }),
                    thought_better);
  };
  events in_an_update, in_a_look;
  stm::atomically([&](stm::transaction&) { ask_and_throw(in_an_update); });
  stm::read_only([&](stm::read_transaction&) { ask_and_throw(in_a_look); });
  CHECK(in_an_update == events{"inner taken back"});
  CHECK(in_a_look == events{"inner taken back"});
}
