// SPDX-License-Identifier: BSL-1.0
// The making, the stop and the end of actors.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>
#include <tests/faults/scene.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

using faults::frail;
using faults::in;
using faults::in_a_pool;
using faults::keeper;
using faults::office;
using faults::rehearsing;
using faults::with_threads;
using namespace std::chrono_literals;

namespace {

/// What happens to actors that the act makes itself.
template <class Place>
std::vector<faults::scene> lives(const std::string& how, faults::on where) {
  using at = office<Place>;
  std::vector<faults::scene> all{
      in<at>("an actor is made, called, stopped and joined",
             [](at& here) {
               const auto made = here.template make<keeper>();
               const int got = made->put(frail{2}).value;
               actors::drain(*made);
               here.result = got;
             }),
      in<at>("a call is left when an actor is stopped at once",
             [](at& here) {
               boost::future<frail> answer;
               {
                 const auto made = here.template make<keeper>(actors::options{.mailbox_limit = 9});
                 made->stop_now();
                 try {
                   answer = made->put.async(frail{2});
                   here.go_on();
                   (void)answer.get();
                 } catch (const actors::actor_stopped&) {
                   here.result = 1;
                 }
               }
             }),
      in<at>("somebody is told of the end of an actor",
             [](at& here) {
               const auto told = std::make_shared<int>(0);
               {
                 const auto made = here.template make<keeper>();
                 made->when_ended([told](const std::exception_ptr&) { *told = 1; });
                 actors::drain(*made);
               }
               here.result = *told;
             }),
      in<at>("the observers of a call see it, unless a line is missing",
             [](at& here) {
               std::ostringstream lines;
               actors::call_printer printer{lines};
               printer.name(*here.one, &keeper::put, "put");
               const actors::observing on{printer};
               here.result = here.one->put(frail{2}).value;
               here.one->input(frail{2});
               here.one->settle();
             })
          .may_throw_after(),
  };
  for (auto& each : all) {
    each.where = where;
    each.name = how + ": " + each.name;
  }
  return all;
}

/// Beats once a virtual second.
class heart : public actors::stepping {
 public:
  actors::actor_function<int()> beats{this, [this] { return beats_; }};

 private:
  actors::steps main() override {
    const frail held{1};
    for (int i = 0; i < 5; ++i) {
      const frail copy = held;
      beats_ += copy.value;
      co_await actors::sleep_for(1s);
    }
    co_await actors::next_message;
  }

  int beats_ = 0;
};

}  // namespace

TEST_CASE("an actor that fails at any point of its life in a rehearsal leaves nothing behind") {
  auto all = lives<rehearsing>("rehearsed", faults::on::this_thread);
  using at = office<rehearsing>;
  all.push_back(
      in<at>("calls wait where an actor is stopped at once before it has begun", [](at& here) {
        boost::future<frail> answer;
        int refused = 0;
        {
          actors::rehearsed<keeper> made{actors::defer_start, here.play};
          answer = made.put.async(frail{2});
          made.input(frail{3});
          made.stop_now();
        }
        try {
          (void)answer.get();
        } catch (const actors::actor_stopped&) {
          refused = 1;
        }
        here.result = refused;
      }));
  all.push_back(in<at>("a call is taken back", [](at& here) {
    auto call = here.one->put.cancellable(frail{2});
    const bool is_taken_back = call.cancel();
    try {
      (void)call.future().get();
    } catch (const actors::call_cancelled&) {
      here.result = is_taken_back ? 1 : 0;
    }
  }));
  all.push_back(in<at>("a mailbox is full", [](at& here) {
    actors::rehearsed<keeper> made{
        here.play, actors::options{.mailbox_limit = 1, .full = actors::when_full::refuse}};
    try {
      for (int i = 0; i < 3; ++i) made.input(frail{2});
    } catch (const actors::mailbox_full&) {
      here.result = 1;
    }
  }));
  all.push_back(in<at>("two would wait for each other for ever", [](at& here) {
    actors::rehearsed<keeper> other{here.play};
    try {
      (void)here.one->go_round(&other);
    } catch (const actors::call_cycle&) {
      here.result = 1;
    }
  }));
  all.push_back(in<at>("a coroutine sleeps and goes on", [](at& here) {
    actors::rehearsed<heart> made{here.play};
    here.play.advance(10s);
    const int beats = made.beats();
    if (made.failure()) std::rethrow_exception(made.failure());
    here.result = beats;
  }));
  all.push_back(in<at>("a rehearsal tells its order, which is played again", [](at& here) {
    std::string order;
    {
      actors::rehearsal play{3};
      actors::rehearsed<keeper> made{play};
      made.input(frail{2});
      play.run();
      order = play.order();
    }
    actors::rehearsal play{order};
    actors::rehearsed<keeper> made{play};
    made.input(frail{2});
    here.result = static_cast<int>(play.run());
  }));
  faults::play(all);
}

TEST_CASE("an actor with a thread that fails at any point of its life leaves nothing behind") {
  faults::play(lives<with_threads>("running", faults::on::every_thread));
}

TEST_CASE("a pooled actor that fails at any point of its life leaves nothing behind") {
  faults::play(lives<in_a_pool>("pooled", faults::on::every_thread));
}

TEST_CASE("a supervisor that fails at any point keeps its children, or ends them and says why") {
  using at = office<with_threads>;
  const auto child = [] { return std::make_unique<actors::running<keeper>>(); };
  static_cast<void>(child);
  faults::play({
      in<at>("children are made, called and ended",
             [](at& here) {
               const auto make = [] { return std::make_unique<actors::running<keeper>>(); };
               auto house = actors::supervise({.at_most = 3, .within = 1h}, make, make);
               const int got = house->template get<1>()->put(frail{2}).value;
               actors::drain(*house);
               here.result = got;
             })
          .everywhere(),
      in<at>("a child that fails is made anew",
             [](at& here) {
               class brittle : public keeper {
                 void on_error(std::exception_ptr error) override { std::rethrow_exception(error); }
               };
               const auto make = [] { return std::make_unique<actors::running<brittle>>(); };
               auto house = actors::supervise({.at_most = 3, .within = 1h}, make);
               const auto old = house->template get<0>();
               old->fail();
               old->join();
               while (house->restarts() == 0 && !house->failure()) std::this_thread::yield();
               if (house->failure()) std::rethrow_exception(house->failure());
               here.result = 1;
             })
          .everywhere(),
  });
}
