// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/stm/asleep.hpp>
#include <tests/stm/events.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/set.hpp>

#include <boost/thread/exceptions.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

using namespace std::chrono_literals;
using support::elsewhere;
using support::events;
using support::note_end;

namespace {

using support::set;

}  // namespace

TEST_CASE("hooks for the commit run once after it, in the order of asking") {
  stm::var<int> v{0};
  events log;
  stm::atomically([&](stm::transaction& tx) {
    tx.on_commit([&] { log.push_back("first, " + std::to_string(v.load())); });
    tx[v] = 1;
    tx.on_commit([&] { log.push_back("second, " + std::to_string(v.load())); });
    tx.on_rollback([&] { log.push_back("never"); });
    tx.on_commit([&] { log.push_back("third"); });
    CHECK(log.empty());
  });
  CHECK(log == events{"first, 1", "second, 1", "third"});
}

TEST_CASE("a transaction that writes nothing has hooks as well") {
  events log;
  stm::atomically([&](stm::transaction& tx) { note_end(log, tx, "nothing"); });
  CHECK(log == events{"nothing committed"});
}

TEST_CASE("upon an exception the hooks for a rollback run before it reaches the caller") {
  stm::var<int> v{0};
  events log;
  try {
    stm::atomically([&](stm::transaction& tx) {
      tx[v] = 1;
      note_end(log, tx, "first");
      note_end(log, tx, "second");
      throw std::runtime_error{"of the block"};
    });
  } catch (const std::runtime_error& e) {
    log.push_back(e.what());
  }
  CHECK(log == events{"first taken back", "second taken back", "of the block"});
}

TEST_CASE("upon a conflict the hooks for a rollback run before the next run, each for its run") {
  stm::var<int> v{0};
  events log;
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    log.push_back("run");
    note_end(log, tx, std::to_string(++runs));
    tx[v] += 1;
    if (runs < 3) elsewhere([&] { set(v, runs * 10); });
  });
  CHECK(log == events{"run", "1 taken back", "run", "2 taken back", "run", "3 committed"});
  CHECK(v.load() == 21);
}

TEST_CASE("upon a conflict that a read meets the hooks for a rollback run, too") {
  stm::var<int> v{0}, w{0};
  events log;
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    (void)*tx[v];
    note_end(log, tx, std::to_string(++runs));
    if (runs == 1) elsewhere([&] { set(v, 1); });
    (void)*tx[w];
  });
  CHECK(log == events{"1 taken back", "2 committed"});
}

TEST_CASE("upon a wait the hooks for a rollback run before the thread falls asleep") {
  stm::var<int> v{0};
  events log;
  support::beside waiter{[&] {
    stm::atomically([&](stm::transaction& tx) {
      note_end(log, tx, std::to_string(*tx[v]));
      tx.check(*tx[v] != 0);
    });
  }};
  support::wait_for_sleeper_at(v);
  CHECK(log == events{"0 taken back"});
  set(v, 1);
  waiter.join();
  CHECK(log == events{"0 taken back", "1 committed"});
}

TEST_CASE("whatever else ends a transaction, the hooks for a rollback have run") {
  stm::var<int> v{0};
  events log;
  CHECK_THROWS_AS(
      stm::atomically({.timeout = 0ns},
                      [&](stm::transaction& tx) {
                        note_end(log, tx, "late");
                        tx.check(*tx[v] != 0);
                      }),
      stm::retry_timeout_exceeded);
  CHECK_THROWS_AS(
      stm::atomically({.max_tries = 1},
                      [&](stm::transaction& tx) {
                        note_end(log, tx, "spoilt");
                        tx[v] += 1;
                        elsewhere([&] { set(v, 1); });
                      }),
      stm::max_retries_exceeded);
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    note_end(log, tx, "for nothing");
                    tx.retry();
                  }),
                  std::logic_error);
  CHECK(log == events{"late taken back", "spoilt taken back", "for nothing taken back"});
}

TEST_CASE("an interruption that comes after a swallowed failure runs the hooks as well") {
  stm::var<int> v{0}, other{0};
  events log;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    (void)*tx[v];
                    note_end(log, tx, "interrupted");
                    elsewhere([&] { set(v, 1); });
                    try {
                      (void)*tx[other];
                    } catch (...) {
                    }
                    throw boost::thread_interrupted{};
                  }),
                  boost::thread_interrupted);
  CHECK(log == events{"interrupted taken back"});
}

TEST_CASE("a hook runs outside the transaction, and may run others") {
  stm::var<int> v{0}, w{0};
  events log;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] = 1;
    tx.on_commit([&] {
      stm::atomically([&](stm::transaction& other) {
        other[w] = *other[v] + 1;
        note_end(log, other, "of the hook");
      });
      log.push_back("hook");
    });
    tx.on_commit([&] { log.push_back(std::to_string(w.load())); });
  });
  CHECK(log == events{"of the hook committed", "hook", "2"});
  CHECK(w.load() == 2);
}

TEST_CASE("a hook for a rollback may change what the next run reads") {
  stm::var<int> v{0};
  stm::atomically([&](stm::transaction& tx) {
    tx.on_rollback([&] { set(v, 5); });
    tx.check(*tx[v] == 5);
  });
  CHECK(v.load() == 5);
}

TEST_CASE("the others have seen the commit when the hooks begin") {
  stm::var<int> v{0};
  int seen = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] += 1;
    tx.on_commit([&] {
      elsewhere([&] {
        stm::atomically([&](stm::transaction& other) { seen = *other[v]; });
        set(v, 2);
      });
    });
  });
  CHECK(seen == 1);
  CHECK(v.load() == 2);
}

TEST_CASE("what a hook has captured is destroyed after the transaction, once") {
  support::counted::reset();
  stm::var<int> v{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] += 1;
    tx.on_commit([held = support::counted{7}] { CHECK(support::counted::alive() == 2); });
    tx.on_rollback([held = support::counted{8}] { CHECK(support::counted::alive() == 2); });
    if (++runs == 1) elsewhere([&] { set(v, 1); });
  });
  CHECK(runs == 2);
  CHECK(support::counted::alive() == 0);
}

TEST_CASE("a hook need not be copied") {
  int seen = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx.on_commit([held = std::make_unique<int>(7), &seen] { seen = *held; });
  });
  CHECK(seen == 7);
}

TEST_CASE("the result of a block with hooks needs neither a copy nor a default") {
  struct only_moved {
    explicit only_moved(int v) : value{std::make_unique<int>(v)} {}
    std::unique_ptr<int> value;
  };
  bool has_run = false;
  const only_moved result = stm::atomically([&](stm::transaction& tx) {
    tx.on_commit([&] { has_run = true; });
    return only_moved{7};
  });
  CHECK(*result.value == 7);
  CHECK(has_run);
}

TEST_CASE("an interruption of a hook, or of the block, ends the thread once all hooks have run") {
  stm::var<bool> never{false};
  const auto wait = [&] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[never]); }); };
  const auto in_a_thread = [](auto work) {
    bool ended = false;
    boost::thread one{[&] {
      try {
        work();
      } catch (const boost::thread_interrupted&) {
        ended = true;
      }
    }};
    one.interrupt();
    one.join();
    return ended;
  };
  int later = 0;
  CHECK(in_a_thread([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx.on_commit(wait);
      tx.on_commit([] { throw std::runtime_error{"of a hook"}; });
      tx.on_commit([&] { ++later; });
    });
  }));
  CHECK(later == 1);
  CHECK(in_a_thread([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx.on_rollback([] { throw std::runtime_error{"of a hook"}; });
      tx.on_rollback([&] { ++later; });
      for (;;) boost::this_thread::interruption_point();
    });
  }));
  CHECK(later == 2);
}
