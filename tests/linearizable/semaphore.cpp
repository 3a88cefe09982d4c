// SPDX-License-Identifier: BSL-1.0
// The semaphore and the latch of the examples are what they are called.
#include <examples/latch.hpp>
#include <examples/semaphore.hpp>

#include <tests/linearizable/count_down_model.hpp>
#include <tests/linearizable/places_model.hpp>
#include <tests/linearizable/play.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>

using namespace linearizable;

namespace {

struct shared_places {
  examples::semaphore places{1};

  std::string apply(const places_model::operation& o) {
    using kind = places_model::operation::kind;
    if (o.what == kind::try_acquire) return places.try_acquire() ? "done" : "no";
    o.what == kind::acquire ? places.acquire() : places.release();
    return "done";
  }
};

struct shared_count {
  examples::latch latch{3};

  std::string apply(const count_down_model::operation& o) {
    o.what == count_down_model::operation::kind::wait ? latch.wait() : latch.count_down();
    return "done";
  }
};

/// Three threads with three operations each, none of which can wait for ever.
template <class Model>
script_of<Model> draw_script(std::uint64_t seed, const Model& initial,
                             std::initializer_list<typename Model::operation> from) {
  dice luck{seed};
  for (;;) {
    script_of<Model> drawn(3);
    for (auto& thread : drawn)
      while (thread.size() < 3) thread.push_back(luck.one_of(from));
    if (!can_get_stuck(drawn, initial)) return drawn;
  }
}

}  // namespace

TEST_CASE("a semaphore lets in as many as it has places, and no fewer") {
  using kind = places_model::operation::kind;
  in_orders(4, [](std::uint64_t seed) {
    const places_model one{1};
    const auto drawn =
        draw_script(seed, one, {{kind::acquire}, {kind::try_acquire}, {kind::release}});
    return [=](stm::testing::scene& all, judge& strict) {
      play(all, strict, drawn, one, std::make_shared<shared_places>(), {kind::try_acquire});
    };
  });
}

TEST_CASE("a latch holds all until it has been counted down, and nobody after that") {
  using kind = count_down_model::operation::kind;
  in_orders(4, [](std::uint64_t seed) {
    script_of<count_down_model> drawn(3);
    dice luck{seed};
    for (auto& thread : drawn) {
      thread.push_back({kind::count_down});
      if (luck.below(2)) thread.push_back({kind::wait});
    }
    drawn[0].push_back({kind::wait});
    return [=](stm::testing::scene& all, judge& strict) {
      const count_down_model three{3};
      play(all, strict, drawn, three, std::make_shared<shared_count>(), {kind::wait});
    };
  });
}
