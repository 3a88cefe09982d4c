// SPDX-License-Identifier: BSL-1.0
// What comes of calls once an actor's destructor has begun.
#include <actors/actors.hpp>

#include <tests/support/aborts.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

using namespace std::chrono_literals;

namespace {

/// Has a handler that nothing interrupts.
class obstinate : public actors::actor {
 public:
  actors::actor_method<void(std::atomic<int>*)> hold{
      this, [](std::atomic<int>* state) {
        *state = 1;
        while (*state == 1) std::this_thread::yield();
      }};
  actors::actor_function<int()> ask{this, [] { return 1; }};
  actors::actor_method<void()> note{this, [] {}};

 private:
  void on_undelivered(actors::undelivered&) override {}
};

/// Destroys an actor whose handler is under way, and calls it meanwhile.
void call_while_it_is_destroyed(std::unique_ptr<obstinate> owner) {
  obstinate& a = *owner;
  std::atomic<int> state{0};
  a.hold(&state);
  while (state == 0) std::this_thread::yield();
  std::thread destroyer{[&] { owner.reset(); }};
  while (!a.stopping()) std::this_thread::yield();
  CHECK_THROWS_AS(a.ask(), actors::actor_stopped);
  CHECK_THROWS_AS(a.ask.within(1h), actors::actor_stopped);
  CHECK_THROWS_AS(static_cast<void>(a.ask.async()), actors::actor_stopped);
  CHECK_THROWS_AS(static_cast<void>(a.ask.cancellable()), actors::actor_stopped);
  CHECK_THROWS_AS(a.note(), actors::actor_stopped);
  state = 2;
  destroyer.join();
}

/// One of its members calls it when it is destroyed.
class haunted : public actors::actor {
  struct ghost {
    haunted& house;
    ~ghost() {
      for (const auto& call : {std::function<void()>{[this] { house.ask(); }},
                               std::function<void()>{[this] { house.note(); }}}) {
        try {
          call();
        } catch (const actors::actor_stopped&) {
          ++house.refused_;
        }
      }
    }
  };

 public:
  explicit haunted(int& refused) : refused_{refused} {}

  actors::actor_function<int()> ask{this, [] { return 1; }};
  actors::actor_method<void()> note{this, [] {}};

 private:
  int& refused_;
  ghost last_{*this};  // gone before what it calls
};

/// Destroys what holds it.
template <class Holder>
class suicidal : public actors::actor {
 public:
  std::optional<Holder>* place = nullptr;
  actors::actor_function<void()> end{this, [this] { place->reset(); }};
};

}  // namespace

TEST_CASE("who calls an actor whose destructor has begun, and waits for a handler, is refused") {
  const support::deadline limit{"calls while an actor is destroyed"};
  actors::pool workers{1};
  call_while_it_is_destroyed(std::make_unique<actors::running<obstinate>>());
  call_while_it_is_destroyed(std::make_unique<actors::pooled<obstinate>>(workers));
}

TEST_CASE("a member that calls its actor while it is destroyed is refused") {
  const support::deadline limit{"calls of a member that is destroyed"};
  actors::pool workers{1};
  actors::rehearsal scene{1};
  const actors::options limited{.mailbox_limit = 1};
  int refused = 0;
  { actors::running<haunted> own{refused}; }
  CHECK(refused == 2);
  { actors::running<haunted> own{limited, refused}; }
  CHECK(refused == 4);
  { actors::pooled<haunted> pooled{workers, refused}; }
  CHECK(refused == 6);
  { actors::pooled<haunted> pooled{workers, limited, refused}; }
  CHECK(refused == 8);
  { actors::rehearsed<haunted> rehearsed{scene, refused}; }
  CHECK(refused == 10);
}

TEST_CASE("an actor that is destroyed by its own handler says so and ends the program") {
  CHECK(support::aborts([] {
    struct one : suicidal<actors::pooled<one>> {};
    actors::pool workers{1};
    std::optional<actors::pooled<one>> a;
    a.emplace(workers);
    a->place = &a;
    a->end();
  }));
}
