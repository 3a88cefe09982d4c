// SPDX-License-Identifier: BSL-1.0
// The parts an actor is made of, each by itself.
#include <actors/runtime/deadline.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/mailbox.hpp>
#include <actors/runtime/node_pool.hpp>
#include <actors/runtime/small_function.hpp>
#include <tests/support/counted.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread.hpp>

#include <cmath>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

using actors::runtime::actor_core;
using actors::runtime::deadline_after;
using actors::runtime::event;
using actors::runtime::mailbox;
using actors::runtime::message;
using actors::runtime::node_pool;
using actors::runtime::small_function;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

struct letter final : message {
  explicit letter(kind k = kind::tell) : message{k} {}
  void handle(actor_core&) noexcept override {}
  void stopped() noexcept override {}
};

}  // namespace

TEST_CASE("a mailbox begins owned and becomes idle when it is released") {
  mailbox box;
  letter first, second;
  CHECK(box.push(first) == mailbox::pushed::queued);
  CHECK_FALSE(box.release());
  CHECK(box.take().oldest == &first);
  CHECK(box.release());
  CHECK(box.push(second) == mailbox::pushed::claimed);
  CHECK_FALSE(box.release());
}

TEST_CASE("a mailbox gives messages in the order in which they came") {
  mailbox box;
  letter a, b, c;
  for (auto* each : {&a, &b, &c}) static_cast<void>(box.push(*each));
  const auto taken = box.take();
  CHECK(taken.oldest == &a);
  CHECK(a.next == &b);
  CHECK(b.next == &c);
  CHECK(c.next == nullptr);
  CHECK_FALSE(taken.refusing);
  CHECK(box.take().oldest == nullptr);
}

TEST_CASE(
    "a mailbox told to stop refuses all but joins, and tells its owner that nothing else will "
    "come") {
  mailbox box;
  letter before, after;
  letter join{message::kind::join};
  static_cast<void>(box.push(before));
  CHECK(box.stop() == mailbox::told::owner);
  CHECK(box.stop() == mailbox::told::before);
  CHECK(box.push(after) == mailbox::pushed::refused);
  CHECK(box.push(join) == mailbox::pushed::queued);
  CHECK(box.refusing());
  CHECK_FALSE(box.closing());
  const auto taken = box.take();
  CHECK(taken.oldest == &before);
  CHECK(before.next == &join);
  CHECK(taken.refusing);
  CHECK_FALSE(box.release());
}

TEST_CASE("an idle mailbox that is told to stop belongs to who told it") {
  for (bool at_once : {false, true}) {
    mailbox box;
    CHECK(box.release());
    CHECK((at_once ? box.stop_now() : box.stop()) == mailbox::told::claimed);
    CHECK(box.closing() == at_once);
    CHECK_FALSE(box.release());
  }
}

TEST_CASE("a mailbox told to stop may still be told to stop at once") {
  mailbox box;
  CHECK(box.stop() == mailbox::told::owner);
  CHECK(box.stop_now() == mailbox::told::owner);
  CHECK(box.stop_now() == mailbox::told::before);
  CHECK(box.stop() == mailbox::told::before);
  CHECK(box.closing());
}

TEST_CASE("a mailbox closes once all that has come is taken, and refuses joins too then") {
  mailbox box;
  letter join{message::kind::join}, late{message::kind::join};
  static_cast<void>(box.stop_now());
  static_cast<void>(box.push(join));
  CHECK_FALSE(box.close());
  CHECK_FALSE(box.closed());
  CHECK(box.take().oldest == &join);
  CHECK(box.close());
  CHECK(box.closed());
  CHECK(box.push(late) == mailbox::pushed::refused);
  CHECK(box.stop_now() == mailbox::told::before);
  CHECK(box.stop() == mailbox::told::before);
  CHECK(box.closed());
}

TEST_CASE("an event wakes who waits for it, whether it comes before or after") {
  const support::deadline limit{"no signal is lost"};
  for (int i = 0; i < 500; ++i) {
    event e;
    int told = 0;  // plain: ThreadSanitizer sees a signal that hands nothing over
    int seen = 0;
    support::in_threads(2, [&](int who) {
      if (who == 0) {
        told = 1;
        e.signal();
        return;
      }
      if (i % 2) {
        e.wait();
      } else {
        CHECK(e.wait_until(steady_clock::time_point::max()));
      }
      seen = told;
    });
    CHECK(seen == 1);
    CHECK(e.signalled());
    CHECK_FALSE(e.awaited());
  }
}

TEST_CASE("an event can be used again after a reset") {
  const support::deadline limit{"no signal is lost"};
  event there, back;
  std::thread other{[&] {
    for (int i = 0; i < 1000; ++i) {
      there.wait();
      there.reset();
      back.signal();
    }
  }};
  for (int i = 0; i < 1000; ++i) {
    there.signal();
    back.wait();
    back.reset();
  }
  other.join();
  CHECK_FALSE(there.signalled());
}

TEST_CASE("an event that nobody signals in time is abandoned, and a late signal wakes nobody") {
  event e;
  CHECK_FALSE(e.wait_until(steady_clock::now() + 1ms));
  CHECK_FALSE(e.awaited());
  e.signal();
  event next;
  CHECK_FALSE(next.wait_until(steady_clock::now() + 1ms));
}

TEST_CASE("an interruption ends a wait with a deadline, and the wait after it is as any other") {
  const support::deadline limit{"an interruption ends a wait"};
  event never, later;
  bool interrupted = false;
  boost::thread waiting{[&] {
    try {
      static_cast<void>(never.wait_until(steady_clock::time_point::max()));
    } catch (const boost::thread_interrupted&) {
      interrupted = true;
    }
    later.wait();
  }};
  waiting.interrupt();
  later.signal();
  waiting.join();
  CHECK(interrupted);
}

TEST_CASE("a deadline that is further away than the clock can tell is the last time there is") {
  CHECK(deadline_after(steady_clock::now(), std::chrono::hours::max()) ==
        steady_clock::time_point::max());
  CHECK(deadline_after(steady_clock::now(), std::chrono::duration<double>{1e30}) ==
        steady_clock::time_point::max());
  const auto before = steady_clock::now();
  const auto time = steady_clock::now();
  CHECK(deadline_after(time, std::chrono::duration<double>{std::nan("")}) == time);
  const auto past = deadline_after(steady_clock::now(), -1h);
  const auto in_an_hour = deadline_after(steady_clock::now(), 1h);
  const auto after = steady_clock::now();
  CHECK(past <= after);
  CHECK(in_an_hour >= before + 1h);
  CHECK(in_an_hour <= after + 1h);
}

TEST_CASE("a small function calls and destroys what it holds, inside or in a box") {
  support::counted::reset();
  {
    int seen = 0;
    small_function<int(int)> small{[&seen](int n) { return seen = n; }};
    CHECK(sizeof(small) == 2 * sizeof(void*));
    CHECK(small(3) == 3);
    CHECK(seen == 3);
    small_function<int(int)> large{[c = support::counted{4}, d = support::counted{5}](
                                       int n) mutable { return n + c.value++ + d.value; }};
    CHECK(large(1) == 10);
    CHECK(large(1) == 11);
    CHECK(support::counted::alive() == 2);
    CHECK(support::counted::copies() == 0);
  }
  CHECK(support::counted::alive() == 0);
}

TEST_CASE(
    "nodes of the pool are different ones until they are given back, whoever gives them back") {
  constexpr int many = 300;
  std::set<void*> distinct;
  std::vector<void*> taken;
  for (int round = 0; round < 3; ++round) {
    taken.clear();
    for (int i = 0; i < many; ++i) {
      taken.push_back(node_pool::take(48));
      std::memset(taken.back(), round, 48);
    }
    distinct = {taken.begin(), taken.end()};
    CHECK(distinct.size() == many);
    std::thread{[&] {
      for (void* each : taken) node_pool::give(each, 48);
    }}.join();
  }
  void* large = node_pool::take(1000);
  std::memset(large, 1, 1000);
  node_pool::give(large, 1000);
}
