// SPDX-License-Identifier: BSL-1.0
// What actors do of their own accord, and the order in which a rehearsal has them do it.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::rehearsing;
using faults::with_threads;

namespace {

constexpr std::chrono::microseconds beat{100};

/// Beats three times, with or without a rest in between, and stops; what fails in it ends it.
template <bool Rests>
class heart : public actors::stepping {
 public:
  explicit heart(int& beats) : beats_{beats} {}

 private:
  actors::steps main() override {
    const frail held{1};
    for (int i = 0; i < 3; ++i) {
      const frail copy = held;
      beats_ += copy.value;
      if constexpr (Rests)
        co_await actors::sleep_for(beat);
      else
        co_yield actors::next_step;
    }
    co_yield actors::next_step;
  }
  void on_error(std::exception_ptr) override { stop_now(); }

  int& beats_;
};

/// The same without a coroutine: what fails is tried again.
class patient_heart : public actors::actor {
 public:
  explicit patient_heart(int& beats) : beats_{beats} {}

 private:
  bool process() override {
    if (beats_ == 3) return false;
    rest_for(beat);
    ++beats_;
    return true;
  }
  void on_error(std::exception_ptr) override {}

  int& beats_;
};

/// Has an actor of the kind beat to its end.
template <class Heart, class Place>
void live(office<Place>& here) {
  int beats = 0;
  const auto made = here.template make<Heart>(beats);
  made->join();
  if (made->failure()) std::rethrow_exception(made->failure());
  here.result = beats;
}

template <class Place>
std::vector<faults::scene> hearts() {
  using at = office<Place>;
  return {
      // First, as it leaves no thread behind that is there when processes are copied: a rest does.
      in<at>("a coroutine goes on step by step", live<heart<false>, Place>),
      in<at>("a coroutine sleeps and goes on", live<heart<true>, Place>),
      in<at>("an actor rests, and tries again what has failed", live<patient_heart, Place>),
  };
}

/// A script with two actors, which are there from the first act on.
struct scripted {
  static constexpr const char* script =
      "scripted_actor_of_long_name 2, scripted_actor_of_long_name 1, scripted_actor_of_long_name 2";

  class scripted_actor_of_long_name : public keeper {};
  using actor_type = actors::rehearsed<scripted_actor_of_long_name>;

  actors::rehearsal play{std::string_view{script}};
  std::unique_ptr<actor_type> first, second;
  int sent = 0;
  int result = 0;

  void send() {
    actor_type* const to[] = {first.get(), second.get(), second.get()};
    for (; sent < 3; ++sent) to[sent]->input(frail{2});
  }
  /// It has gone no other way than the script.
  [[nodiscard]] std::string state() const {
    return std::string{script}.starts_with(play.order()) ? "as written" : play.order();
  }
  void use() {}
};

}  // namespace

TEST_CASE_TEMPLATE("an actor that fails at any point of what it does itself says so, or goes on",
                   Place, rehearsing, with_threads) {
  faults::play_at<Place>(hearts<Place>());
}

TEST_CASE("a rehearsal that fails at any point goes on with the step that has failed") {
  faults::play({
      in<scripted>("rehearsed: actors are made, and play a script",
                   [](scripted& here) {
                     using one = scripted::actor_type;
                     if (!here.first) here.first = std::make_unique<one>(here.play);
                     if (!here.second) here.second = std::make_unique<one>(here.play);
                     here.send();
                     here.play.run();
                     here.result = here.play.order() == scripted::script ? 1 : 0;
                   })
          .may_be_half_done(),
  });
}
