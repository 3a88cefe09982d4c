// SPDX-License-Identifier: BSL-1.0
// Mailboxes that are full, calls that are taken back or come too late, and pools that grow.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <chrono>
#include <vector>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::scene;

namespace {

template <class Place>
std::vector<scene> full_mailboxes() {
  using at = office<Place>;
  return {
      in<at>("a full mailbox refuses a call",
             [](at& here) {
               const auto made = here.template make_deferred<keeper>(
                   actors::options{.mailbox_limit = 2, .full = actors::when_full::refuse});
               made->input(frail{2});
               made->input(frail{3});
               try {
                 made->input(frail{4});
               } catch (const actors::mailbox_full& e) {
                 here.result = static_cast<int>(10 * e.limit() + made->depth().value());
               }
             }),
      in<at>("senders wait at a full mailbox",
             [](at& here) {
               const auto made = here.template make<keeper>(actors::options{.mailbox_limit = 1});
               for (int i = 2; i < 6; ++i) made->input(frail{i});
               made->settle();
               here.result = made->kept();
             }),
  };
}

template <class Place>
std::vector<scene> calls_given_up() {
  using at = office<Place>;
  return {
      in<at>("a call is taken back",
             [](at& here) {
               const auto made = here.template make_deferred<keeper>();
               auto call = made->put.cancellable(frail{2});
               const bool is_taken_back = call.cancel();
               try {
                 static_cast<void>(call.future().get());
               } catch (const actors::call_cancelled&) {
                 here.result = is_taken_back ? 5 : 0;
               }
               made->start();
               here.result += made->kept();
             }),
      in<at>("a call is taken back too late",
             [](at& here) {
               const auto made = here.template make<keeper>();
               auto call = made->put.cancellable(frail{2});
               here.go_on();
               const int got = call.future().get().value;
               here.result = call.cancel() ? 0 : got;
             }),
      in<at>("no answer comes in time",
             [](at& here) {
               const auto made = here.template make_deferred<keeper>();
               try {
                 static_cast<void>(made->put.within(std::chrono::microseconds{10}, frail{2}));
               } catch (const actors::call_timed_out&) {
                 here.result = 5;
               }
               made->start();
               here.result += made->kept();
             }),
  };
}

}  // namespace

TEST_CASE_TEMPLATE("a mailbox that is full counts rightly, whatever fails at any point", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(full_mailboxes<Place>());
}

TEST_CASE_TEMPLATE("a call that is given up is not handled, whatever fails at any point", Place,
                   faults::rehearsing, faults::with_threads) {
  faults::play_at<Place>(calls_given_up<Place>());
}

TEST_CASE("two that would wait for each other are told, or that there is no memory to say so") {
  using at = office<faults::with_threads>;
  faults::play({
      in<at>("running: a cycle",
             [](at& here) {
               const auto other = here.make<keeper>();
               try {
                 static_cast<void>(here.one->go_round(other.get()));
               } catch (const actors::call_cycle&) {
                 here.result = 1;
               }
             })
          .everywhere(),
  });
}

TEST_CASE("a pool whose growing fails at any point serves its actors with fewer threads") {
  using at = office<faults::with_threads>;
  faults::play({
      in<at>("pooled: a worker that waits is replaced",
             [](at& here) {
               actors::pool workers{1};
               actors::pooled<keeper> first{workers}, second{workers};
               auto answer = first.ask.async(here.one.get());
               second.input(frail{3});
               second.settle();
               here.result = answer.get().value + second.kept();
             })
          .may_throw_after()
          .everywhere(),
  });
}
