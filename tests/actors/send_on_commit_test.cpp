// SPDX-License-Identifier: BSL-1.0
#include <actors/send_on_commit.hpp>

#include <actors/actors.hpp>
#include <stm/stm.hpp>
#include <tests/actors/recorder.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace {

void commit_elsewhere(stm::var<int>& x) {
  std::thread{[&] { stm::atomically([&](stm::transaction& tx) { tx[x] += 1; }); }}.join();
}

}  // namespace

TEST_CASE("a call is sent once when the transaction commits, however often its block has run") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[x];
    actors::send_on_commit(tx, a.note, 50);
    if (++runs < 3) commit_elsewhere(x);
    tx[x] = seen + 1;
  });
  CHECK(runs == 3);
  CHECK(a.all() == std::vector<int>{50});
}

TEST_CASE("a call is not sent before its transaction has committed") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[x] = 1;
    actors::send_on_commit(tx, a.note, 1);
    CHECK(a.all().empty());
  });
  CHECK(a.all() == std::vector<int>{1});
}

TEST_CASE("a call of a transaction that ends by an exception is never sent") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[x] = 1;
                    actors::send_on_commit(tx, a.note, 1);
                    throw std::out_of_range{"as asked"};
                  }),
                  std::out_of_range);
  CHECK(a.all().empty());
}

TEST_CASE("a call of a nested block is sent with the outermost one, or not at all") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  stm::atomically([&](stm::transaction& tx) {
    actors::send_on_commit(tx, a.note, 0);
    try {
      stm::atomically([&](stm::transaction& nested) {
        nested[x] = 7;
        actors::send_on_commit(nested, a.note, 99);
        throw std::out_of_range{"as asked"};
      });
    } catch (const std::out_of_range&) {
    }
    stm::atomically([&](stm::transaction& nested) { actors::send_on_commit(nested, a.note, 1); });
    CHECK(a.all().empty());
  });
  CHECK(a.all() == up_to(2));
}

TEST_CASE("a call of the alternative that was not taken is never sent") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  stm::atomically(stm::or_else(
      [&](stm::transaction& tx) {
        actors::send_on_commit(tx, a.note, 1);
        tx.check(*tx[x] > 0);
      },
      [&](stm::transaction& tx) { actors::send_on_commit(tx, a.note, 2); }));
  CHECK(a.all() == std::vector<int>{2});
}

TEST_CASE(
    "a call to an actor that has stopped by then is told as a failed hook, and the rest holds") {
  actors::running<recorder> a;
  stm::var<int> x{0};
  a.stop();
  a.join();
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[x] = 5;
                    actors::send_on_commit(tx, a.note, 1);
                  }),
                  stm::hook_failed);
  CHECK(x.load() == 5);
}
