// SPDX-License-Identifier: BSL-1.0
// Mailboxes with a limit.
#include <actors/options.hpp>

#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/replaced_new.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// A recorder that stands in a handler while its mailbox fills up.
struct held {
  explicit held(actors::options how) : a{how} {
    a.hold(&g);
    g.wait_for();
  }
  ~held() { g.open(); }

  support::gate g;
  actors::running<recorder> a;
};

/// The same on a pool.
struct held_on_a_pool {
  explicit held_on_a_pool(actors::options how) : a{workers, how} {
    a.hold(&g);
    g.wait_for();
  }
  ~held_on_a_pool() { g.open(); }

  support::gate g;
  actors::pool workers{1};
  actors::pooled<recorder> a;
};

/// Waits until a thread has come to sleep at the door, as far as can be told: nothing has come of
/// its call.
void let_others_run() {
  for (int i = 0; i < 200; ++i) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a full mailbox refuses a call with an error that tells its limit") {
  held h{{.mailbox_limit = 2, .full = actors::when_full::refuse}};
  CHECK(h.a.depth() == 0);
  h.a.note(0);
  h.a.note(1);
  CHECK(h.a.depth() == 2);
  CHECK_THROWS_WITH_AS(h.a.note(2), "the mailbox is full: 2 messages wait", actors::mailbox_full);
  CHECK_THROWS_AS(h.a.all(), actors::mailbox_full);
  CHECK_THROWS_AS(static_cast<void>(h.a.all.async()), actors::mailbox_full);
  CHECK_THROWS_AS(h.a.all.within(1h), actors::mailbox_full);
  h.g.open();
  while (*h.a.depth() > 0) std::this_thread::yield();
  CHECK(h.a.all() == up_to(2));
}

TEST_CASE_TEMPLATE("a call within a time does not wait longer at a full mailbox, nor for a place",
                   Held, held, held_on_a_pool) {
  const support::deadline limit{"a time-out at a full mailbox"};
  Held h{{.mailbox_limit = 2}};
  h.a.note(0);
  h.a.note(1);
  CHECK_THROWS_AS(h.a.all.within(1ms), actors::call_timed_out);
  CHECK_THROWS_AS(h.a.all.within(0ms), actors::call_timed_out);
  CHECK(h.a.depth() == 2);
  // Behind those who have given up.
  std::thread sender{[&] { h.a.note(2); }};
  let_others_run();
  h.g.open();
  sender.join();
  while (*h.a.depth() > 0) std::this_thread::yield();
  CHECK(h.a.all.within(1h) == up_to(3));
  // All places are there again.
  h.a.stop();
  h.a.join();
  CHECK(h.a.depth() == 0);
}

TEST_CASE("those who give up at a full mailbox leave nothing behind") {
  held h{{.mailbox_limit = 1}};
  h.a.note(0);
  const long before = support::allocations_alive;
  for (int i = 0; i < 1000; ++i) CHECK_THROWS_AS(h.a.all.within(0ms), actors::call_timed_out);
  CHECK(support::allocations_alive - before < 100);
}

TEST_CASE("a stop comes into a full mailbox, also into one that refuses") {
  const support::deadline limit{"a stop of a full mailbox"};
  for (const bool at_once : {false, true}) {
    held h{{.mailbox_limit = 1, .full = actors::when_full::refuse}};
    h.a.note(0);
    CHECK_THROWS_AS(h.a.note(1), actors::mailbox_full);
    at_once ? h.a.stop_now() : h.a.stop();
    CHECK_THROWS_AS(h.a.note(1), actors::actor_stopped);
    h.g.open();
    h.a.join();
    CHECK(h.a.noted == up_to(at_once ? 0 : 1));
  }
}

TEST_CASE("a mailbox without a limit is not counted") {
  actors::running<recorder> a;
  CHECK_FALSE(a.depth().has_value());
}

TEST_CASE("a limit of no message at all is refused") {
  CHECK_THROWS_WITH_AS(
      (actors::running<recorder>{actors::options{.mailbox_limit = 0}}),
      "options::mailbox_limit is 0: such a mailbox takes no message", std::invalid_argument);
}

TEST_CASE(
    "a full mailbox holds its senders up, in the order in which they came, and loses nothing") {
  const support::deadline limit{"a full mailbox"};
  actors::pool workers{2};
  const actors::options how{.mailbox_limit = 3};
  actors::running<recorder> own{how};
  actors::pooled<recorder> pooled{workers, how};
  for (recorder* a : {static_cast<recorder*>(&own), static_cast<recorder*>(&pooled)}) {
    std::atomic<bool> within_limit{true};
    support::in_threads(4, [&](int who) {
      for (int i = 0; i < 3000; ++i) {
        a->note(10000 * who + i);
        if (*a->depth() > 3) within_limit = false;
      }
    });
    a->stop();
    a->join();
    CHECK(within_limit);
    CHECK(a->noted.size() == 12000);
    std::array<int, 4> next{};
    CHECK(std::all_of(a->noted.begin(), a->noted.end(), [&](int n) {
      return n % 10000 == next[static_cast<std::size_t>(n / 10000)]++;
    }));
  }
}

TEST_CASE("a stop wakes those whom a full mailbox holds up, with actor_stopped") {
  const support::deadline limit{"a stop among those held up"};
  for (const bool at_once : {false, true}) {
    held h{{.mailbox_limit = 1}};
    h.a.note(0);
    std::atomic<int> refused{0};
    std::vector<std::thread> senders;
    for (int i = 0; i < 3; ++i) {
      senders.emplace_back([&] {
        try {
          h.a.note(1);
        } catch (const actors::actor_stopped&) {
          ++refused;
        }
      });
    }
    let_others_run();
    if (at_once) {
      h.a.stop_now();
    } else {
      h.a.stop();
    }
    for (auto& each : senders) each.join();
    CHECK(refused == 3);
  }
}

TEST_CASE("an interruption ends the wait at a full mailbox, and nothing was sent") {
  const support::deadline limit{"an interrupted sender"};
  held h{{.mailbox_limit = 1}};
  h.a.note(0);
  bool interrupted = false;
  boost::thread sender{[&] {
    try {
      h.a.note(7);
    } catch (const boost::thread_interrupted&) {
      interrupted = true;
    }
  }};
  let_others_run();
  sender.interrupt();
  sender.join();
  CHECK(interrupted);
  h.g.open();
  h.a.note(1);
  h.a.stop();
  h.a.join();
  CHECK(h.a.noted == up_to(2));
}

TEST_CASE("a handler that sends to its own full mailbox is refused, as it would wait for itself") {
  class talker : public actors::actor {
   public:
    actors::actor_method<void()> nothing{this, [] {}};
    actors::actor_function<int()> talk{this, [this] {
                                         int sent = 0;
                                         try {
                                           for (;; ++sent) nothing();
                                         } catch (const actors::mailbox_full&) {
                                         }
                                         return sent;
                                       }};
  };
  actors::running<talker> a{actors::options{.mailbox_limit = 5}};
  CHECK(a.talk() == 5);
}

TEST_CASE("actors that wait at each other's full mailboxes get call_cycle, and lose nothing") {
  const support::deadline limit{"a ring of full mailboxes"};
  class flooder : public actors::actor {
   public:
    flooder* other = nullptr;
    int heard = 0;
    actors::actor_method<void()> hear{this, [this] { ++heard; }};
    actors::actor_function<int(support::gate*)> flood{
        this, [this](support::gate* g) {
          g->pass();
          int sent = 0;
          try {
            for (; sent < 100; ++sent) other->hear();
          } catch (const actors::call_cycle&) {
          }
          return sent;
        }};
  };
  support::gate g;
  const actors::options how{.mailbox_limit = 2};
  actors::running<flooder> a{how}, b{how};
  a.other = &b;
  b.other = &a;
  auto from_a = a.flood.async(&g);
  auto from_b = b.flood.async(&g);
  g.wait_for(2);
  g.open();
  const int to_b = from_a.get(), to_a = from_b.get();
  actors::drain(a, b);
  CHECK(a.heard == to_a);
  CHECK(b.heard == to_b);
  CHECK(std::max(to_a, to_b) == 100);
}

TEST_CASE("an actor that its constructor has stopped refuses at once, whatever the limit") {
  struct stopped : actors::actor {
    explicit stopped(bool at_once) { at_once ? stop_now() : stop(); }
    actors::actor_method<void()> note{this, [] {}};
    actors::actor_function<int()> ask{this, [] { return 1; }};
  };
  const support::deadline limit{"an actor that was stopped early"};
  actors::pool workers{1};
  for (const bool at_once : {false, true}) {
    for (const auto full : {actors::when_full::block, actors::when_full::refuse}) {
      const actors::options how{.mailbox_limit = 1, .full = full};
      actors::running<stopped> own{actors::defer_start, how, at_once};
      actors::pooled<stopped> pooled{actors::defer_start, workers, how, at_once};
      for (stopped* a : {static_cast<stopped*>(&own), static_cast<stopped*>(&pooled)}) {
        for (int i = 0; i < 3; ++i) {
          CHECK_THROWS_AS(a->note(), actors::actor_stopped);
          CHECK_THROWS_AS(a->ask(), actors::actor_stopped);
          CHECK_THROWS_AS(a->ask.within(1h), actors::actor_stopped);
          CHECK_THROWS_AS(static_cast<void>(a->ask.async()), actors::actor_stopped);
        }
        CHECK(a->depth() == 0);
      }
    }
  }
}

TEST_CASE("what an actor has sent itself in its constructor takes its place like the rest") {
  struct eager : actors::actor {
    eager() { note(), note(); }
    int noted = 0;
    actors::actor_method<void()> note{this, [this] { ++noted; }};
  };
  actors::running<eager> a{
      actors::defer_start, actors::options{.mailbox_limit = 2, .full = actors::when_full::refuse}};
  CHECK(a.depth() == 2);
  CHECK_THROWS_AS(a.note(), actors::mailbox_full);
  a.start();
  while (a.depth() != 0) std::this_thread::yield();
  a.note();
  a.stop();
  a.join();
  CHECK(a.noted == 3);
  CHECK(a.depth() == 0);
}
