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
      for (const auto& call :
           {std::function<void()>{[this] { house.ask(); }},
            std::function<void()>{[this] { house.ask.within(1h); }},
            std::function<void()>{[this] { house.ask.async().get(); }},
            std::function<void()>{[this] { house.note(); }}}) {
        try {
          call();
        } catch (const actors::actor_stopped&) {
          ++house.refused_;
        }
      }
      house.stop();
      house.join();
      static_cast<void>(house.depth());
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

/// A thread of its own calls it until that is refused, and is waited for when it is destroyed.
class ticking : public actors::actor {
 public:
  actors::actor_method<void()> note{this, [] {}};
  actors::actor_function<int()> ask{this, [this] { return ++asked_; }};

  void tick() {
    clock_ = std::jthread{[this] {
      try {
        for (int i = 0;; ++i) {
          note();
          if (i % 4 == 0) ask();
          if (i % 16 == 0) ask.within(1h);
        }
      } catch (const actors::actor_stopped&) {
      }
      stop_now();
    }};
    while (asked_ < 3) std::this_thread::yield();
  }

 private:
  void on_undelivered(actors::undelivered&) override {}

  std::atomic<int> asked_{0};
  std::jthread clock_;
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
  CHECK(refused == 4);
  { actors::running<haunted> own{limited, refused}; }
  CHECK(refused == 8);
  { actors::pooled<haunted> pooled{workers, refused}; }
  CHECK(refused == 12);
  { actors::pooled<haunted> pooled{workers, limited, refused}; }
  CHECK(refused == 16);
  { actors::rehearsed<haunted> rehearsed{scene, refused}; }
  CHECK(refused == 20);
}

TEST_CASE("a member's thread that goes on calling its actor while it is destroyed is refused") {
  const support::deadline limit{"calls of a member's thread"};
  actors::pool workers{2};
  const actors::options limited{.mailbox_limit = 4};
  for (int i = 0; i < 50; ++i) {
    actors::running<ticking>{}.tick();
    actors::running<ticking>{limited}.tick();
    actors::pooled<ticking>{workers}.tick();
    actors::pooled<ticking>{workers, limited}.tick();
  }
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
