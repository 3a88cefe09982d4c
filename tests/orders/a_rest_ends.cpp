// SPDX-License-Identifier: BSL-1.0
// Actors whose process() rests for an hour, while a client lets the hours pass; and such that the
// clock's own thread wakes, as time passes once all threads sleep. If one is not woken the check
// fails, or the run is aborted.
#include <actors/actor.hpp>
#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/runtime/alarm_clock.hpp>
#include <stm/stm.hpp>

#include <tests/orders/clients.hpp>
#include <tests/orders/must.hpp>
#include <tests/orders/places.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <utility>

using orders::client;
using orders::must;
using orders::on_a_pool;
using orders::on_its_own;
using stm::testing::scene;

namespace {

constexpr std::chrono::minutes hour{60};

/// What is due by then rings.
void let_pass(std::chrono::minutes time) {
  using actors::runtime::alarm_clock;
  alarm_clock::of_process().ring(actors::runtime::clock::now() + time);
}
void let_a_day_pass() {
  let_pass(24 * hour);
}

/// Rests after each turn.
class dozer : public actors::actor {
 public:
  actors::actor_function<int()> turns{this, [this] { return turns_; }};
  /// The same after all that process() had to do when this was called.
  int turns_by_now() {
    turns();
    return turns();
  }
  /// Sets another alarm in place of that of process(), or rests as well.
  actors::actor_method<void()> doze{this, [this] { rest_for(2 * hour); }};

 private:
  bool process() override {
    ++turns_;
    rest_for(hour);
    return true;
  }

  int turns_ = 0;
};

/// Whatever has happened: each ring wakes it once, and no alarm that another one has replaced.
template <class Held>
void check_that_it_is_woken(scene& all, const std::shared_ptr<Held>& held) {
  all.afterwards([=] {
    int before = held->one.turns_by_now();
    for (int ring = 0; ring < 2; ++ring) {
      let_a_day_pass();
      const int after = held->one.turns_by_now();
      must(after == before + 1, after == before ? "it was not woken" : "it was woken twice");
      before = after;
    }
    held->one.doze();
    must(held->one.turns_by_now() == before, "a handler that rests has woken it");
    let_pass(hour + hour / 2);
    must(held->one.turns_by_now() == before, "it was woken too early");
    let_a_day_pass();
    must(held->one.turns_by_now() == before + 1, "it was not woken in the end");
  });
}

template <class Held>
void called_while_it_rests(scene& all) {
  const auto held = std::make_shared<Held>();
  client(all, [=] { held->one.doze(); });
  client(all, [=] { held->one.turns(); });
  client(all, let_a_day_pass);
  check_that_it_is_woken(all, held);
}

template <class Held>
void stopped_while_it_rests(scene& all) {
  const auto held = std::make_shared<Held>();
  client(all, [=] { held->one.stop(); });
  client(all, let_a_day_pass);
  all.afterwards([=] {
    held->one.join();
    let_a_day_pass();
  });
}

/// Room for something that is gone before it; nothing but zeros is left there then, with which an
/// actor cannot be sent anything.
template <class Held>
struct room_for {
  alignas(Held) std::array<std::byte, sizeof(Held)> bytes{};
  bool is_at_rest = false;  // what is there
};

template <class Held>
void gone_while_it_rests(scene& all) {
  const auto room = std::make_shared<room_for<Held>>();
  client(all, [=] {
    Held* const held = new (room->bytes.data()) Held;
    static_cast<void>(held->one.turns_by_now());
    room->is_at_rest = true;
    std::destroy_at(held);
    room->bytes.fill(std::byte{0});
  });
  client(all, [=] {
    while (!room->is_at_rest) stm::engine::yield();
    for (int ring = 0; ring < 2; ++ring) let_a_day_pass();
  });
}

/// Rests once, says that it was woken, and stops.
template <int seconds>
class napper : public actors::actor {
 public:
  stm::var<bool> was_woken{false};

 private:
  bool process() override {
    if (std::exchange(has_napped_, true)) {
      stm::atomically([this](auto& tx) { tx[was_woken] = true; });
      return false;
    }
    rest_for(std::chrono::seconds{seconds});
    return true;
  }

  bool has_napped_ = false;
};

/// Time passes where all threads sleep, up to the first for which one of them waits: here it is
/// nine seconds after each short nap began, unless the clock, which would sleep until the end of
/// the long one or until it may end itself, was told.
template <template <class> class Place>
void woken_by_the_clock(scene& all) {
  const auto longer = std::make_shared<std::optional<Place<napper<3600>>>>();
  client(all, [=] { longer->emplace(); });
  client(all, [] {
    for (int nap = 0; nap < 2; ++nap) {
      Place<napper<1>> held;
      stm::atomically({.timeout = std::chrono::seconds{9}}, [&](auto& tx) {
        tx.check(*tx[held.one.was_woken]);
      });
    }
  });
}

}  // namespace

TEST_CASE("an actor that rests is woken once for each rest, whatever it is called meanwhile") {
  orders::each_source_of_actors(called_while_it_rests<on_a_pool<dozer>>);
  orders::each_source_of_actors(called_while_it_rests<on_its_own<dozer>>);
}

TEST_CASE("an actor that rests is stopped") {
  orders::each_source_of_actors(stopped_while_it_rests<on_a_pool<dozer>>);
  orders::each_source_of_actors(stopped_while_it_rests<on_its_own<dozer>>);
}

TEST_CASE("an actor that rests may be destroyed") {
  orders::each_source_of_actors(gone_while_it_rests<on_a_pool<dozer>>);
  orders::each_source_of_actors(gone_while_it_rests<on_its_own<dozer>>);
}

TEST_CASE("the clock wakes an actor at its time, whatever it waits for itself") {
  orders::each_source_of_actors(woken_by_the_clock<on_a_pool>);
  orders::each_source_of_actors(woken_by_the_clock<on_its_own>);
}
