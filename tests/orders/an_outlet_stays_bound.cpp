// SPDX-License-Identifier: BSL-1.0
// An outlet that is called while the actor at its other end is replaced by one in the same place.
#include <actors/actor.hpp>
#include <actors/actor_method.hpp>
#include <actors/late_bind.hpp>
#include <actors/pooled.hpp>

#include <tests/orders/clients.hpp>
#include <tests/orders/must.hpp>

#include <memory>
#include <optional>

using orders::client;
using orders::must;
using stm::testing::scene;

namespace {

class drain : public actors::actor {
 public:
  actors::actor_method<void()> input{this, [] {}};
};

struct channel {
  channel() { lay(); }
  void lay() {
    end.emplace(threads);
    output.bind(end->input);
  }

  actors::pool threads{{.workers = 1, .spares = 8}};
  actors::late_bind<void()> output;
  std::optional<actors::pooled<drain>> end;
};

}  // namespace

TEST_CASE("an outlet that is bound anew is not unbound by a call that was refused before") {
  orders::each_source_of_actors([](scene& all) {
    const auto held = std::make_shared<channel>();
    client(all, [=] {
      for (int call = 0; call < 2; ++call) {
        try {
          held->output();
        } catch (const actors::unbound_output&) {
        }
      }
    });
    client(all, [=] {
      held->end->stop();
      held->end.reset();
      held->lay();
    });
    all.afterwards([=] { must(held->output.bound(), "it leads nowhere"); });
  });
}
