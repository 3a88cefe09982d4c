// SPDX-License-Identifier: BSL-1.0
// What leads from one actor to others.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <memory>
#include <string>
#include <vector>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::relay;
using faults::scene;

namespace {

/// A relay before the keeper, and a second keeper.
template <class Place>
struct works : office<Place> {
  decltype(std::declval<Place&>().template make<relay>()) first = this->template make<relay>();
  decltype(std::declval<Place&>().template make<keeper>()) second = this->template make<keeper>();

  [[nodiscard]] std::string state() {
    return office<Place>::state() + ' ' + std::to_string(second->kept());
  }
  /// Returns once all has arrived; throws what failed on the way.
  void settle() {
    const faults::spared here;
    this->go_on();
    first->settle();
    this->one->settle();
    second->settle();
  }
};

/// A splitter that says nothing of what ends it.
class hub : public actors::splitter<frail> {
  void on_error(std::exception_ptr) override { stop_now(); }
};

/// Ends an actor that was made for the act; throws what has ended it before.
template <class Actor>
void finish(Actor& made) {
  {
    const faults::spared here;
    actors::drain(made);
  }
  if (made.failure()) std::rethrow_exception(made.failure());
}

template <class Place>
void arrive_at_the_first(works<Place>& here) {
  here.one->input(frail{2});
  here.settle();
}

template <class Place>
std::vector<scene> outlets() {
  using at = works<Place>;
  return {
      in<at>("a pipeline",
             [](at& here) {
               actors::pipeline(*here.first, *here.one);
               here.first->input(frail{2});
               here.settle();
             }),
      in<at>("an outlet with a default, bound and then not",
             [](at& here) {
               here.first->safe.bind(here.one->input);
               here.first->input_safe(frail{2});
               here.settle();
               here.first->safe.unbind();
               here.first->input_safe(frail{3});
               here.settle();
               const int in_place = here.first->defaulted();
               here.first->safe(frail{4});
               here.settle();
               here.result = 10 * in_place + here.first->defaulted();
             })
          .may_throw_after(),
      in<at>("an outlet to an actor that has stopped",
             [](at& here) {
               const auto other = here.template make<keeper>();
               here.first->safe.bind(other->input);
               other->stop();
               here.first->safe(frail{4});
               here.settle();
               here.result = here.first->defaulted() + (here.first->safe.bound() ? 10 : 0);
             }),
      in<at>("an outlet that leads nowhere",
             [](at& here) {
               try {
                 here.first->output(frail{2});
               } catch (const actors::unbound_output&) {
                 here.result = 1;
               }
             }),
  };
}

template <class Place>
std::vector<scene> hubs() {
  using at = works<Place>;
  return {
      in<at>(
          "a splitter sends to two",
          [](at& here) {
            const auto both = here.template make<hub>();
            both->connect(here.one->input);
            both->connect(here.second->input);
            both->input(frail{2});
            finish(*both);
            here.settle();
            both->disconnect(here.one->input);
            here.result = static_cast<int>(both->connected());
          },
          arrive_at_the_first<Place>)
          .may_throw_after(),
      in<at>("a splitter forgets who has stopped",
             [](at& here) {
               const auto all = here.template make<hub>();
               const auto other = here.template make<keeper>();
               all->connect(other->input);
               all->connect(here.one->input);
               actors::drain(*other);
               all->input(frail{2});
               finish(*all);
               here.settle();
               here.result = static_cast<int>(all->connected()) + 10;
             })
          .may_throw_after(),
  };
}

/// With a thread of its own, or in a rehearsal.
template <template <class> class Holder, class Place, class... Args>
void publish(works<Place>& here, Args&... args) {
  actors::backplane<frail, Holder> news{"news of the works, which have a long name", args...};
  actors::subscribe_to(news.name(), here.one->input);
  actors::publish_to(news.name(), here.first->output);
  here.first->input(frail{2});
  here.first->settle();
  actors::unsubscribe_from(news.name(), here.second->input);
  finish(news.hub());
  here.settle();
  try {
    const actors::backplane<frail, Holder> again{news.name(), args...};
  } catch (const actors::backplane_exists&) {
    here.result = 1;
  }
  try {
    actors::subscribe_to("news of others", here.one->input);
  } catch (const actors::unknown_backplane&) {
    ++here.result;
  }
}

}  // namespace

TEST_CASE_TEMPLATE("a message that fails at any point of its way arrives, or its sender is told",
                   Place, faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(outlets<Place>());
}

TEST_CASE_TEMPLATE("a splitter that fails at any point has sent to the first, or to nobody", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  auto scenes = hubs<Place>();
  // What fails in a handler of the first is its own affair: the second gets the message then.
  if (Place::where == faults::on::every_thread)
    for (scene& each : scenes) each.may_end_anywhere = true;
  faults::play_at<Place>(scenes);
}

TEST_CASE("a backplane that fails at any point gives its name back") {
  using rehearsed_works = works<faults::rehearsing>;
  using running_works = works<faults::with_threads>;
  faults::play({
      in<rehearsed_works>(
          "rehearsed: a backplane",
          [](rehearsed_works& here) { publish<actors::rehearsed>(here, here.play); })
          .may_throw_after(),
      in<running_works>(
          "running: a backplane", [](running_works& here) { publish<actors::running>(here); })
          .may_be_half_done()
          .everywhere(),
  });
}
