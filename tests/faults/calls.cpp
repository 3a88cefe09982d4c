// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <actors/send_on_commit.hpp>
#include <stm/stm.hpp>
#include <tests/faults/office.hpp>
#include <tests/faults/scene.hpp>

#include <chrono>
#include <string>
#include <vector>

using faults::frail;
using faults::in;
using faults::in_a_pool;
using faults::keeper;
using faults::office;
using faults::rehearsing;
using faults::with_threads;

namespace {

constexpr std::chrono::hours long_enough{1};

/// Calls of an actor that is there.
template <class Place>
std::vector<faults::scene> calls(faults::on where) {
  using at = office<Place>;
  std::vector<faults::scene> all{
      in<at>("a call is answered", [](at& here) { here.result = here.one->put(frail{2}).value; })
          .may_throw_after(),
      in<at>("a call within a time is answered",
             [](at& here) { here.result = here.one->put.within(long_enough, frail{2}).value; })
          .may_throw_after(),
      in<at>("a call is answered by a future",
             [](at& here) {
               auto answer = here.one->put.async(frail{2});
               here.go_on();
               here.result = answer.get().value;
             })
          .may_throw_after(),
      in<at>("a call that could be taken back is answered",
             [](at& here) {
               auto call = here.one->put.cancellable(frail{2});
               here.go_on();
               here.result = call.future().get().value;
             })
          .may_throw_after(),
      in<at>("a call is sent, and nobody waits for it",
             [](at& here) {
               here.one->input(frail{2});
               here.one->settle();
             }),
      in<at>("a call is answered by what its handler throws",
             [](at& here) {
               try {
                 (void)here.one->refuse(frail{2});
               } catch (const faults::refused&) {
                 here.result = 1;
               }
             }),
      in<at>("a future is answered by what the handler throws",
             [](at& here) {
               auto answer = here.one->refuse.async(frail{2});
               here.go_on();
               try {
                 (void)answer.get();
               } catch (const faults::refused&) {
                 here.result = 1;
               }
             }),
      in<at>("a call is sent when a transaction commits",
             [](at& here) {
               stm::var<frail> other{frail{1}};
               stm::atomically([&](stm::transaction& tx) {
                 tx[other] = frail{2};
                 actors::send_on_commit(tx, here.one->input, *tx[other]);
               });
               here.one->settle();
             }),
  };
  for (auto& each : all) each.where = where;
  return all;
}

}  // namespace

TEST_CASE("a call in a rehearsal that fails at any point is handled once, or not at all") {
  auto all = calls<rehearsing>(faults::on::this_thread);
  for (auto& each : all) each.name = "rehearsed: " + each.name;
  faults::play(all);
}

TEST_CASE("a call to an actor with a thread that fails at any point is handled once, or not") {
  auto all = calls<with_threads>(faults::on::every_thread);
  for (auto& each : all) each.name = "running: " + each.name;
  faults::play(all);
}

TEST_CASE("a call to a pooled actor that fails at any point is handled once, or not at all") {
  auto all = calls<in_a_pool>(faults::on::every_thread);
  for (auto& each : all) each.name = "pooled: " + each.name;
  faults::play(all);
}
