// SPDX-License-Identifier: BSL-1.0
// Threads that end with calls still to be answered, and that make calls while they end.
#include <actors/actors.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>
#include <boost/thread/future.hpp>

namespace {

class till : public actors::actor {
 public:
  actors::actor_method<void(int)> put{this, [this](int n) { inside_ += n; }};
  actors::actor_function<int(int)> change{this, [this](int n) { return inside_ += n; }};
  actors::actor_function<void(support::gate*)> hold{
      this, [](support::gate* until) { until->pass(); }};

 private:
  int inside_ = 0;
};

/// A thread's own object, which goes on with its work while the thread ends.
struct last_customer {
  till* at = nullptr;
  ~last_customer() {
    at->put(1);
    at->change(10);
    at->change.async(100).get();
  }
};

template <class Till>
void serve_the_last_customer(Till& one) {
  const support::deadline limit{"calls of a thread that ends"};
  // Twice: it is there before and after what the library keeps for the thread.
  support::elsewhere([&] {
    static thread_local last_customer before;
    before.at = &one;
    one.change(1000);
  });
  CHECK(one.change(0) == 1111);
  support::elsewhere([&] {
    one.change(1000);
    static thread_local last_customer after;
    after.at = &one;
  });
  CHECK(one.change(0) == 2222);
}

/// Threads leave calls of all kinds behind; what they sent is handled, whoever waits for it.
template <class Till>
void leave_calls_behind(Till& one) {
  const support::deadline limit{"calls that are left behind"};
  support::gate open;
  auto held = one.hold.async(&open);
  boost::future<int> kept;
  for (int i = 0; i < 100; ++i)
    support::elsewhere([&] {
      one.put(1);
      static_cast<void>(one.change.async(10));
      kept = one.change.async(100);
    });
  open.open();
  held.get();
  CHECK(kept.get() == 100 * 111);
  CHECK(one.change(0) == 100 * 111);
}

}  // namespace

TEST_CASE("a thread's own object may call an actor with a thread while its thread ends") {
  actors::running<till> one;
  serve_the_last_customer(one);
}

TEST_CASE("a thread's own object may call a pooled actor while its thread ends") {
  actors::pool workers{1};
  actors::pooled<till> one{workers};
  serve_the_last_customer(one);
}

TEST_CASE("so it may where only the pool's threads serve the actor") {
  actors::pool workers{1};
  actors::pooled<till> one{workers, actors::options{.on_callers = false}};
  serve_the_last_customer(one);
}

TEST_CASE("threads that end before their calls are answered leave nothing undone") {
  actors::running<till> one;
  leave_calls_behind(one);
  actors::pool workers{1};
  actors::pooled<till> other{workers};
  leave_calls_behind(other);
}
