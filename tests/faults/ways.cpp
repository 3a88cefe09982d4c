// SPDX-License-Identifier: BSL-1.0
// What leads from one actor to others.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>
#include <tests/faults/scene.hpp>

#include <memory>
#include <string>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::rehearsing;
using faults::relay;

namespace {

/// A relay before the keeper, and a second keeper.
struct works : office<rehearsing> {
  std::unique_ptr<actors::rehearsed<relay>> first = make<relay>();
  std::unique_ptr<actors::rehearsed<keeper>> second = make<keeper>();

  [[nodiscard]] std::string state() {
    return std::to_string(one->kept()) + ' ' + std::to_string(second->kept());
  }
  void settle() {
    const faults::spared here;
    play.run();
    first->settle();
    one->settle();
    second->settle();
  }
};

/// Ends an actor that was made for the act: throws what has ended it otherwise.
template <class Actor>
void end(works& here, Actor& made) {
  {
    const faults::spared quietly;
    here.play.run();
    actors::drain(made);
  }
  if (made.failure()) std::rethrow_exception(made.failure());
}

}  // namespace

TEST_CASE("a message through an outlet that fails at any point arrives, or its sender is told") {
  faults::play({
      in<works>("through a pipeline",
                [](works& here) {
                  actors::pipeline(*here.first, *here.one);
                  here.first->input(frail{2});
                  here.play.run();
                  here.settle();
                }),
      in<works>("through an outlet with a default, bound and then unbound",
                [](works& here) {
                  here.first->safe.bind(here.one->input);
                  here.first->input_safe(frail{2});
                  here.play.run();
                  here.settle();
                  here.first->safe.unbind();
                  here.first->input_safe(frail{3});
                  here.first->safe(frail{4});
                  here.play.run();
                  here.settle();
                })
          .may_throw_after(),
      in<works>("through an outlet that leads nowhere",
                [](works& here) {
                  try {
                    here.first->output(frail{2});
                  } catch (const actors::unbound_output&) {
                    here.result = 1;
                  }
                }),
  });
}

TEST_CASE(
    "a splitter that fails at any point of its sending is ended by that, and has sent to the "
    "first") {
  const auto first_alone = [](works& here) {
    here.one->input(frail{2});
    here.play.run();
  };
  faults::play({
      in<works>(
          "to two inlets",
          [](works& here) {
            actors::rehearsed<actors::splitter<frail>> both{here.play};
            both.connect(here.one->input);
            both.connect(here.second->input);
            both.input(frail{2});
            here.play.run();
            end(here, both);
            here.settle();
            both.disconnect(here.one->input);
            here.result = static_cast<int>(both.connected()) + 5;
          },
          first_alone)
          .may_throw_after(),
      in<works>(
          "by a backplane that is found by its name",
          [](works& here) {
            actors::backplane<frail, actors::rehearsed> news{"news of the works", here.play};
            actors::subscribe_to("news of the works", here.one->input);
            actors::publish_to("news of the works", here.first->output);
            here.first->input(frail{2});
            here.play.run();
            actors::unsubscribe_from("news of the works", here.one->input);
            end(here, news.hub());
            here.settle();
            here.result = 1;
          },
          first_alone)
          .may_throw_after(),
      in<works>("a name that somebody has, and one that nobody has",
                [](works& here) {
                  actors::backplane<frail, actors::rehearsed> news{"news", here.play};
                  try {
                    const actors::backplane<frail, actors::rehearsed> again{"news", here.play};
                  } catch (const actors::backplane_exists&) {
                    ++here.result;
                  }
                  try {
                    actors::subscribe_to("no news", here.one->input);
                  } catch (const actors::unknown_backplane&) {
                    here.result += 10;
                  }
                  here.result = here.result == 11 ? 1 : 0;
                }),
  });
}
