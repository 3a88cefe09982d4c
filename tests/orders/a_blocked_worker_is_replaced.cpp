// SPDX-License-Identifier: BSL-1.0
// A pool whose worker waits in a handler and is not replaced is stuck: the run is then aborted.
#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/orders/relay.hpp>

#include <memory>

using orders::aloof_relay;
using orders::chain;
using orders::client;
using orders::must;
using orders::one_worker;
using orders::relay;
using stm::testing::scene;

namespace {

/// Two that ask, and one that keeps the last actor busy.
template <class Relay>
void asked_from_two_sides(scene& all) {
  const auto row = std::make_shared<chain<Relay>>(one_worker);
  client(all, [=] { must(row->first.count() == 3, "the first has counted wrong"); });
  client(all, [=] {
    row->last.note();
    must(row->middle.count() == 2, "the middle has counted wrong");
  });
  // One that is at work, and the two that may wait, as an actor does one thing at a time.
  all.afterwards([=] { must(row->threads.threads() <= 3, "more threads than can be blocked"); });
}

/// An actor of a pool whose handlers wait for each other by a transaction.
class gate : public actors::actor {
 public:
  explicit gate(stm::var<bool>& shared) : open_{shared} {}

  actors::actor_function<void()> pass{
      this, [this] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[open_]); }); }};
  actors::actor_method<void()> open{
      this, [this] { stm::atomically([&](stm::transaction& tx) { tx[open_] = true; }); }};

 private:
  stm::var<bool>& open_;
};

struct two_gates {
  stm::var<bool> is_open{false};
  actors::pool threads{one_worker};
  actors::pooled<gate> entry{threads, orders::by_workers_alone, is_open};
  actors::pooled<gate> porter{threads, orders::by_workers_alone, is_open};
};

/// Two actors that ask one other each, and one worker that may be replaced.
struct two_pairs {
  actors::pool threads{actors::pool_options{.workers = 2, .spares = 1}};
  actors::pooled<aloof_relay> last{threads, orders::by_workers_alone};
  actors::pooled<aloof_relay> other_last{threads, orders::by_workers_alone};
  actors::pooled<aloof_relay> first{threads, orders::by_workers_alone, &last};
  actors::pooled<aloof_relay> other_first{threads, orders::by_workers_alone, &other_last};
};

}  // namespace

TEST_CASE("three actors of one worker that ask the next one are all answered") {
  orders::each_source_of_actors(asked_from_two_sides<relay>);
}

TEST_CASE("three actors of one worker that always wait for the next one are all answered") {
  orders::each_source_of_actors(asked_from_two_sides<aloof_relay>);
}

TEST_CASE("workers that have waited take turns again, and no more of them are started") {
  orders::each_source_of_actors([](scene& all) {
    const auto row = std::make_shared<chain<aloof_relay>>(one_worker);
    client(all, [=] {
      for (int i = 0; i < 3; ++i) must(row->first.count() == 3, "the first has counted wrong");
    });
    all.afterwards([=] { must(row->threads.threads() <= 3, "more threads than can be blocked"); });
  });
}

TEST_CASE("a worker beyond the spares of its pool gets an error, and no actor is stuck") {
  orders::each_source_of_actors([](scene& all) {
    const auto row =
        std::make_shared<chain<aloof_relay>>(actors::pool_options{.workers = 1, .spares = 1});
    client(all, [=] {
      try {
        row->first.count();
      } catch (const actors::pool_exhausted&) {
        must(row->middle.count() == 2, "the middle has counted wrong");
        return;
      }
      must(false, "two were blocked, with one spare");
    });
  });
}

TEST_CASE("two workers that come to wait at the same moment do not share the one spare") {
  orders::each_source_of_actors([](scene& all) {
    const auto row = std::make_shared<two_pairs>();
    const auto counted = [](aloof_relay& each) {
      try {
        must(each.count() == 2, "it has counted wrong");
      } catch (const actors::pool_exhausted&) {
      }
    };
    client(all, [=] { counted(row->first); });
    client(all, [=] { counted(row->other_first); });
    all.afterwards([=] { must(row->threads.threads() <= 3, "a spare more than there are"); });
  });
}

TEST_CASE("what a handler waits for can be committed by another one of the same worker") {
  orders::each_source_of_actors([](scene& all) {
    const auto both = std::make_shared<two_gates>();
    client(all, [=] { both->entry.pass(); });
    client(all, [=] { both->porter.open(); });
    all.afterwards([=] { must(both->threads.threads() <= 2, "more threads than can be blocked"); });
  });
}
