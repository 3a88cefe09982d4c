// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>

#include <tests/actors/stress.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace {

using stress::in_shaken_threads;
using support::dice;
using support::rounds;

struct number {
  int who;
  int n;
  bool operator==(const number&) const = default;
};
using plane_outlet = actors::late_bind<void(number)>;

/// Loses messages without a word.
template <class A>
class quiet : public A {
 public:
  using A::A;

 protected:
  void on_undelivered(actors::undelivered&) override {}
};
template <class A>
using quietly = actors::running<quiet<A>>;
using quiet_plane = actors::backplane<number, quietly>;
using splitter = quietly<actors::splitter<number>>;

/// Its data is plain, so that ThreadSanitizer judges the way of each message.
class subscriber : public stress::shaken_actor {
 public:
  actors::actor_method<void(number)> input{this, [this](number m) { got.push_back(m); }};
  actors::actor_function<std::size_t()> many{this, [this] { return got.size(); }};

  std::vector<number> got;
};

/// Those of each publisher come in the order in which it sent them.
bool in_order(const std::vector<number>& got) {
  std::array<int, 8> last{};
  for (const number& each : got) {
    auto& before = last.at(static_cast<std::size_t>(each.who));
    if (each.n <= before) return false;
    before = each.n;
  }
  return true;
}

}  // namespace

TEST_CASE("who stays subscribed gets all in one order, whoever comes and goes beside it") {
  const support::deadline limit{"subscribers come and go"};
  const int many = rounds(200);
  quiet_plane news{"stress"};
  actors::running<subscriber> steady, as_steady;
  actors::subscribe_to("stress", steady.input);
  actors::subscribe_to("stress", as_steady.input);
  std::atomic<int> out_of_order{0};
  in_shaken_threads(4, [&](int who, dice& luck) {
    if (who < 2) {
      plane_outlet mine;
      actors::publish_to("stress", mine);
      for (int n = 1; n <= many; ++n) mine({who, n});
      return;
    }
    for (int n = 0; n < many / 10; ++n) {
      actors::running<subscriber> passing;
      for (int times = luck.below(3); times >= 0; --times) {
        actors::subscribe_to("stress", passing.input);
        luck.stumble_sometimes();
        if (luck.one_in(2)) actors::unsubscribe_from("stress", passing.input);
      }
      if (luck.one_in(2)) actors::drain(passing);
      passing.stop_now();
      passing.join();
      if (!in_order(passing.got)) ++out_of_order;
    }
  });
  actors::drain(news.hub(), steady, as_steady);
  CHECK(steady.got.size() == 2u * static_cast<std::size_t>(many));
  CHECK(in_order(steady.got));
  CHECK(steady.got == as_steady.got);
  CHECK(out_of_order == 0);
}

TEST_CASE("nothing is sent to an inlet once it has been unsubscribed") {
  const support::deadline limit{"unsubscribed while messages flow"};
  quiet_plane news{"stress"};
  actors::running<subscriber> steady;
  actors::subscribe_to("stress", steady.input);
  std::atomic<bool> enough{false};
  std::atomic<int> late{0};
  in_shaken_threads(2, [&](int who, dice& luck) {
    if (who == 0) {
      plane_outlet mine;
      actors::publish_to("stress", mine);
      for (int n = 1; !enough; ++n) {
        mine({who, n});
        if (n % 64 == 0) steady.many();
      }
      return;
    }
    actors::running<subscriber> passing;
    for (int n = 0; n < rounds(100); ++n) {
      actors::subscribe_to("stress", passing.input);
      luck.stumble_sometimes();
      actors::unsubscribe_from("stress", passing.input);
      const auto before = passing.many();
      steady.many();
      luck.stumble_sometimes();
      if (passing.many() != before) ++late;
    }
    enough = true;
  });
  CHECK(late == 0);
}

TEST_CASE("a backplane may come and go while others look for it, publish and subscribe") {
  const support::deadline limit{"backplanes come and go"};
  std::atomic<bool> enough{false};
  std::atomic<int> odd{0};
  in_shaken_threads(4, [&](int who, dice& luck) {
    if (who == 0) {
      for (int n = 0; n < rounds(100); ++n) {
        quiet_plane news{"stress"};
        try {
          quiet_plane again{"stress"};
          ++odd;
        } catch (const actors::backplane_exists&) {
        }
        luck.stumble_sometimes();
        if (luck.one_in(2)) actors::drain(news.hub());
      }
      enough = true;
      return;
    }
    actors::running<subscriber> mine;
    plane_outlet out;
    for (int n = 1; !enough; ++n) {
      try {
        actors::subscribe_to("stress", mine.input);
        actors::publish_to("stress", out);
        out({who, n});
        if (luck.one_in(2)) actors::unsubscribe_from("stress", mine.input);
      } catch (const actors::unknown_backplane&) {
        std::this_thread::yield();
      } catch (const actors::actor_stopped&) {
      } catch (const actors::unbound_output&) {
      }
      if (n % 64 == 0) mine.many();
    }
  });
  CHECK(odd == 0);
}

TEST_CASE("a splitter and its inlets may end at any moment of its sending") {
  const support::deadline limit{"ends while messages flow"};
  for (int round = 0; round < rounds(60); ++round) {
    auto all = std::make_unique<splitter>();
    std::vector<std::unique_ptr<actors::running<subscriber>>> inlets;
    for (int i = 0; i < 4; ++i) {
      inlets.push_back(std::make_unique<actors::running<subscriber>>());
      all->connect(inlets.back()->input);
    }
    plane_outlet mine;
    mine.bind(all->input);
    std::atomic<bool> sent_all{false};
    in_shaken_threads(4, [&](int who, dice& luck) {
      if (who == 0) {
        try {
          for (int n = 1;; ++n) {
            mine({who, n});
            if (n % 64 == 0) inlets[0]->many();
          }
        } catch (const actors::unbound_output&) {
          sent_all = true;
          return;
        }
      }
      const auto enough = static_cast<std::size_t>(luck.below(300));
      while (!sent_all && inlets[0]->many() < enough) std::this_thread::yield();
      if (who == 1) {
        round % 2 ? all->stop() : all->stop_now();
        if (round % 3 == 0) all.reset();
      } else {
        auto& mortal = inlets[static_cast<std::size_t>(who)];
        if (round % 2) mortal->stop();
        mortal.reset();
      }
    });
    all.reset();
    actors::drain(*inlets[0], *inlets[1]);
    CHECK(in_order(inlets[0]->got));
    CHECK(inlets[0]->got == inlets[1]->got);
  }
}
