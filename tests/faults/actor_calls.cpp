// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <actors/send_on_commit.hpp>
#include <stm/stm.hpp>

#include <tests/faults/office.hpp>

#include <chrono>
#include <vector>

using faults::frail;
using faults::in;
using faults::office;
using faults::scene;

namespace {

constexpr std::chrono::hours long_enough{1};

/// Calls that are answered. Where the answer itself fails its handler has run.
template <class Place>
std::vector<scene> answered_calls() {
  using at = office<Place>;
  return {
      in<at>("a call", [](at& here) { here.result = here.one->put(frail{2}).value; })
          .may_throw_after(),
      in<at>("a call within a time",
             [](at& here) { here.result = here.one->put.within(long_enough, frail{2}).value; })
          .may_throw_after(),
      in<at>("a call with a future",
             [](at& here) {
               auto answer = here.one->put.async(frail{2});
               here.go_on();
               here.result = answer.get().value;
             })
          .may_throw_after(),
      in<at>("a call that could be taken back",
             [](at& here) {
               auto call = here.one->put.cancellable(frail{2});
               here.go_on();
               here.result = call.future().get().value;
             })
          .may_throw_after(),
      in<at>("a call from a handler of another actor",
             [](at& here) {
               const auto other = here.template make<faults::keeper>();
               here.result = other->ask(here.one.get()).value;
             })
          .may_throw_after(),
      in<at>("several calls at a time, and then their answers",
             [](at& here) {
               std::vector<boost::future<frail>> answers;
               for (int i = 0; i < 3; ++i) answers.push_back(here.one->put.async(frail{2}));
               here.go_on();
               int sum = 0;
               for (auto& each : answers) sum += each.get().value;
               here.result = sum;
             })
          .may_throw_after(),
  };
}

/// Calls that nobody waits for, or whose handlers throw.
template <class Place>
std::vector<scene> other_calls() {
  using at = office<Place>;
  return {
      in<at>("a call that nobody waits for",
             [](at& here) {
               here.one->input(frail{2});
               here.one->settle();
             }),
      in<at>("a call that is sent when a transaction commits",
             [](at& here) {
               stm::var<frail> other{frail{1}};
               stm::atomically([&](stm::transaction& tx) {
                 tx[other] = frail{2};
                 actors::send_on_commit(tx, here.one->input, *tx[other]);
               });
               here.one->settle();
             }),
      in<at>("a call whose handler throws",
             [](at& here) {
               try {
                 static_cast<void>(here.one->refuse(frail{2}));
               } catch (const faults::refused&) {
                 here.result = 1;
               }
             }),
      in<at>("a call with a future whose handler throws",
             [](at& here) {
               auto answer = here.one->refuse.async(frail{2});
               here.go_on();
               try {
                 static_cast<void>(answer.get());
               } catch (const faults::refused&) {
                 here.result = 1;
               }
             }),
  };
}

}  // namespace

TEST_CASE_TEMPLATE("a call that fails at any point is handled once, or its caller is told", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(answered_calls<Place>());
}

TEST_CASE_TEMPLATE("a call without an answer that fails at any point is handled, or is not", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(other_calls<Place>());
}
