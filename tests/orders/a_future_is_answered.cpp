// SPDX-License-Identifier: BSL-1.0
// Calls whose answers come by futures, and which are taken back, or whose actors are stopped or
// destroyed. A client looks for its answer, and gives way: to wait inside of Boost would take its
// turn along. If no answer comes the run is aborted.
#include <actors/actor.hpp>
#include <actors/actor_function.hpp>
#include <actors/pending.hpp>
#include <actors/runtime/system_thread.hpp>

#include <tests/orders/clients.hpp>
#include <tests/orders/must.hpp>
#include <tests/orders/places.hpp>

#include <memory>
#include <optional>

using orders::client;
using orders::must;
using orders::on_a_pool;
using orders::on_its_own;
using stm::testing::scene;

namespace {

class till : public actors::actor {
 public:
  actors::actor_function<int(int)> add{this, [this](int n) { return sum_ += n; }};

 private:
  int sum_ = 0;
};

constexpr int cancelled = -2;

/// What the future brings, once it is there.
int answer_in(boost::future<int>& later) {
  while (!later.is_ready()) stm::engine::yield();
  try {
    return orders::answer_of([&] { return later.get(); });
  } catch (const actors::call_cancelled&) {
    return cancelled;
  }
}

template <class Held>
void taken_back(scene& all) {
  const auto held = std::make_shared<Held>();
  const auto harm = std::make_shared<int>(0);
  client(all, [=] {
    const auto call = std::make_shared<actors::pending<int>>(held->one.add.cancellable(1));
    const bool mine = call->cancel();
    must((answer_in(call->future()) == cancelled) == mine, "cancel() and the answer differ");
    if (!mine) ++*harm;
  });
  client(all, [=] {
    boost::future<int> later = held->one.add.async(2);
    must(answer_in(later) >= 2, "it was not added");
  });
  all.afterwards([=] {
    must(held->one.add(0) == 2 + *harm, "a call that was taken back has run");
  });
}

template <class Held>
void stopped_with_futures(scene& all) {
  const auto held = std::make_shared<Held>();
  client(all, [=] {
    boost::future<int> first;
    std::optional<actors::pending<int>> second;  // which holds the call, too
    orders::answer_of([&] {
      first = held->one.add.async(1);
      second = held->one.add.cancellable(2);
      return 0;
    });
    const int early = first.valid() ? answer_in(first) : orders::stopped;
    const int late = second ? answer_in(second->future()) : orders::stopped;
    must(early == 1 || early == orders::stopped, "the first has another answer");
    must(late == orders::stopped || (late == 3 && early == 1), "the second has another answer");
  });
  client(all, [=] { held->one.stop_now(); });
}

/// Nobody waits for the answer any more, or the actor goes before it has come.
template <class Held>
void let_go(scene& all) {
  client(all, [] {
    boost::future<int> later;
    {
      Held held;
      static_cast<void>(held.one.add.async(1));
      later = held.one.add.async(2);
    }
    const int answer = answer_in(later);
    must(answer == 3 || answer == orders::stopped, "it has another answer");
  });
}

/// Whoever called may be gone, with all the memory it had for messages.
template <class Held>
void asked_by_one_that_ends(scene& all) {
  const auto held = std::make_shared<Held>();
  for (int each = 0; each < 2; ++each)
    client(all, [=] {
      boost::future<int> first, second;
      actors::runtime::system_thread caller{[&] {
        first = held->one.add.async(1);
        second = held->one.add.async(10);
      }};
      caller.join();
      const int early = answer_in(first);
      must(early < answer_in(second), "the second was added before the first");
    });
  all.afterwards([=] { must(held->one.add(0) == 22, "something was not added"); });
}

}  // namespace

TEST_CASE("a call is answered, or taken back and not handled") {
  orders::each_source_of_actors(taken_back<on_a_pool<till>>);
  orders::each_source_of_actors(taken_back<on_its_own<till>>);
}

TEST_CASE("futures of an actor that is stopped are answered in their order") {
  orders::each_source_of_actors(stopped_with_futures<on_a_pool<till>>);
  orders::each_source_of_actors(stopped_with_futures<on_its_own<till>>);
}

TEST_CASE("futures of an actor that is destroyed are answered") {
  orders::each_source_of_actors(let_go<on_a_pool<till>>);
  orders::each_source_of_actors(let_go<on_its_own<till>>);
}

TEST_CASE("futures of a thread that has ended are answered") {
  orders::each_source_of_actors(asked_by_one_that_ends<on_a_pool<till>>);
  orders::each_source_of_actors(asked_by_one_that_ends<on_its_own<till>>);
}
