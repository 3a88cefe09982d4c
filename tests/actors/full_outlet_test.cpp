// SPDX-License-Identifier: BSL-1.0
// Outlets that lead to full mailboxes.
#include <actors/late_bind.hpp>

#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace {

/// A recorder with a full mailbox, in a handler that ends when the gate is opened, after `then`.
class brimful : public recorder {
 public:
  actors::actor_method<void(support::gate*, std::function<void()>)> hold_and{
      this, [](support::gate* g, const std::function<void()>& then) {
        g->pass();
        then();
      }};
};

struct full {
  explicit full(std::function<void()> then = [] {}) {
    a.hold_and(&g, std::move(then));
    g.wait_for();
    a.note(0);
  }
  ~full() { g.open(); }

  support::gate g;
  actors::running<brimful> a{actors::options{.mailbox_limit = 1}};
};

/// A thread that sends 1 through the outlet, and says what came of it.
class sender {
 public:
  explicit sender(actors::late_bind<void(int)>& outlet)
      : thread_{[this, &outlet] {
          try {
            outlet(1);
          } catch (const actors::unbound_output&) {
            unbound_ = true;
          } catch (const boost::thread_interrupted&) {
            interrupted_ = true;
          }
        }} {
    // Until it waits, as far as can be told; what is shown holds wherever it stands.
    for (int i = 0; i < 200; ++i) std::this_thread::yield();
  }
  void interrupt() { thread_.interrupt(); }
  bool finds_it_unbound() { return thread_.join(), unbound_; }
  bool is_interrupted() { return thread_.join(), interrupted_; }

 private:
  bool unbound_ = false;
  bool interrupted_ = false;
  boost::thread thread_;  // last: it uses the others
};

}  // namespace

TEST_CASE("a call that waits at a full mailbox is sent once there is room") {
  const support::deadline limit{"the call is sent"};
  full to;
  actors::late_bind<void(int)> outlet;
  outlet.bind(to.a.note);
  sender one{outlet};
  to.g.open();
  CHECK_FALSE(one.finds_it_unbound());
  CHECK(to.a.all() == up_to(2));
}

TEST_CASE("a call that waits at a full mailbox finds its outlet unbound when that is done") {
  const support::deadline limit{"the call ends"};
  full to;
  actors::late_bind<void(int)> outlet;
  outlet.bind(to.a.note);
  sender one{outlet};
  outlet.unbind();
  CHECK(one.finds_it_unbound());
  to.g.open();
  CHECK(to.a.all() == up_to(1));
}

TEST_CASE("a handler may unbind the outlet by which others wait for its own actor") {
  const support::deadline limit{"the handler ends"};
  actors::late_bind<void(int)> outlet;
  full to{[&] { outlet.unbind(); }};
  outlet.bind(to.a.note);
  sender one{outlet}, other{outlet};
  to.g.open();
  CHECK(one.finds_it_unbound());
  CHECK(other.finds_it_unbound());
  CHECK(to.a.all() == up_to(1));
}

TEST_CASE("a call that waits at a full mailbox goes where its outlet is bound next") {
  const support::deadline limit{"the call is sent"};
  full to;
  actors::running<recorder> next;
  actors::late_bind<void(int)> outlet;
  outlet.bind(to.a.note);
  sender one{outlet};
  outlet.bind(next.note);
  CHECK_FALSE(one.finds_it_unbound());
  CHECK(next.all() == std::vector<int>{1});
  to.g.open();
  CHECK(to.a.all() == up_to(1));
}

TEST_CASE("a call that waits at a full mailbox keeps nobody from binding other outlets") {
  const support::deadline limit{"the other outlet is bound"};
  full to;
  actors::running<recorder> next;
  actors::late_bind<void(int)> outlet, other;
  outlet.bind(to.a.note);
  sender one{outlet};
  other.bind(next.note);
  other(7);
  CHECK(next.all() == std::vector<int>{7});
  to.g.open();
  CHECK_FALSE(one.finds_it_unbound());
}

TEST_CASE("an interruption ends the wait of a call at a full mailbox, and its place is free") {
  const support::deadline limit{"the call ends"};
  full to;
  actors::late_bind<void(int)> outlet;
  outlet.bind(to.a.note);
  sender one{outlet};
  one.interrupt();
  CHECK(one.is_interrupted());
  to.g.open();
  outlet(1);
  CHECK(to.a.all() == up_to(2));
}

TEST_CASE("the end of an actor ends the waits of calls at its full mailbox") {
  const support::deadline limit{"the calls end"};
  actors::late_bind<void(int)> outlet;
  full to;
  outlet.bind(to.a.note);
  sender one{outlet}, other{outlet};
  to.a.stop();
  to.g.open();
  CHECK(one.finds_it_unbound());
  CHECK(other.finds_it_unbound());
}

TEST_CASE(
    "calls that wait while their outlet is bound to and fro are sent once, or find it unbound") {
  const support::deadline limit{"all calls end"};
  constexpr int senders = 3, each = 300;
  actors::late_bind<void(int)> outlet;
  actors::pool workers;
  auto a = std::make_unique<actors::running<recorder>>(actors::options{.mailbox_limit = 1});
  actors::pooled<recorder> b{workers, actors::options{.mailbox_limit = 2}};
  std::atomic<int> sent{0}, unbound{0};
  std::atomic<int> at_work{senders};
  std::vector<std::thread> threads;
  for (int t = 0; t < senders; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        try {
          outlet(i);
          ++sent;
        } catch (const actors::unbound_output&) {
          ++unbound;
          std::this_thread::yield();
        }
      }
      --at_work;
    });
  }
  std::size_t got = 0;
  while (at_work > 0) {
    outlet.bind(a->note);
    std::this_thread::yield();
    outlet.bind(b.note);
    std::this_thread::yield();
    outlet.unbind();
    a->stop();
    a->join();
    got += a->noted.size();
    a = std::make_unique<actors::running<recorder>>(actors::options{.mailbox_limit = 1});
  }
  for (std::thread& t : threads) t.join();
  got += b.all().size();
  CHECK(sent + unbound == senders * each);
  CHECK(got == static_cast<std::size_t>(sent));
}
