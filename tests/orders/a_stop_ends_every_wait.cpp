// SPDX-License-Identifier: BSL-1.0
// Who waits for an actor that is stopped is answered, and its pool ends. If not the run is aborted.
#include <stm/stm.hpp>

#include <actors/running.hpp>

#include <tests/orders/must.hpp>
#include <tests/orders/relay.hpp>

#include <memory>

using orders::aloof_relay;
using orders::answer_of;
using orders::chain;
using orders::client;
using orders::must;
using orders::one_worker;
using orders::relay;
using orders::stopped;
using stm::testing::scene;

namespace {

template <class Relay>
void stopped_in_the_middle(scene& all) {
  const auto row = std::make_shared<chain<Relay>>(one_worker);
  client(all, [=] {
    const int answer = answer_of([&] { return row->first.count(); });
    must(answer == 3 || answer == stopped, "the first has counted wrong");
  });
  client(all, [=] {
    const int answer = answer_of([&] {
      // Several that come together: it may have taken them all out of its mailbox.
      for (int i = 0; i < 2; ++i) row->middle.note();
      return row->middle.count();
    });
    must(answer == 2 || answer == stopped, "the middle has counted wrong");
  });
  client(all, [=] { row->middle.stop_now(); });
  all.afterwards([=] {
    row->middle.join();
    must(row->last.count() == 1, "the last does not answer any more");
  });
}

/// An actor that waits for what never comes.
class patient : public actors::actor {
 public:
  actors::actor_function<int()> wait{
      this, [this] {
        stm::atomically([&](stm::transaction& tx) { tx.check(*tx[never_]); });
        return 0;
      }};

 private:
  stm::var<bool> never_{false};
};

struct patient_on_a_pool {
  actors::pool threads{one_worker};
  actors::pooled<patient> one{threads, orders::by_workers_alone};
};

struct patient_on_its_own {
  actors::running<patient> one;
};

template <class Held>
void stopped_while_it_waits(scene& all) {
  const auto held = std::make_shared<Held>();
  client(all, [=] { must(answer_of([&] { return held->one.wait(); }) == stopped, "no change"); });
  client(all, [=] { held->one.stop_now(); });
}

}  // namespace

TEST_CASE("a chain of calls whose middle is stopped ends, and what is left of it goes on") {
  orders::each_source_of_actors(stopped_in_the_middle<relay>);
}

TEST_CASE("a chain of calls that wait, and whose middle is stopped, ends") {
  orders::each_source_of_actors(stopped_in_the_middle<aloof_relay>);
}

TEST_CASE("a handler of a pool that waits for a change is ended by a stop") {
  orders::each_source_of_actors(stopped_while_it_waits<patient_on_a_pool>);
}

TEST_CASE("a handler of an actor with a thread that waits for a change is ended by a stop") {
  orders::each_source_of_actors(stopped_while_it_waits<patient_on_its_own>);
}

TEST_CASE("who was answered may destroy the actors and their pool") {
  orders::each_source_of_actors([](scene& all) {
    client(all, [] {
      chain<aloof_relay> row{one_worker};
      row.last.note();
      must(row.first.count() == 3, "the first has counted wrong");
    });
  });
}

TEST_CASE("who was answered may destroy an actor that has a thread") {
  orders::each_source_of_actors([](scene& all) {
    client(all, [] {
      actors::running<relay> one;
      one.note();
      must(one.count() == 1, "it has counted wrong");
    });
  });
}
