// SPDX-License-Identifier: BSL-1.0
// Actors that do something of their own accord, and rest between.
#include <actors/actors.hpp>

#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <thread>

using namespace std::chrono_literals;

namespace {

class sleeper : public actors::actor {
 public:
  actors::actor_function<int()> turns{this, [this] { return turns_; }};
  actors::actor_function<int()> turns_then_rest{
      this, [this] {
        rest();
        return turns_;
      }};
  actors::actor_function<void(std::chrono::milliseconds)> sleep{
      this, [this](std::chrono::milliseconds time) { rest_for(time); }};

 protected:
  bool process() override {
    ++turns_;
    rest();
    return true;
  }

 private:
  int turns_ = 0;
};

}  // namespace

TEST_CASE("a process that rests is called again after another message, and not before") {
  const support::deadline limit{"rest until another message"};
  actors::pool workers{1};
  actors::running<sleeper> own;
  actors::pooled<sleeper> pooled{workers};
  for (sleeper* a : {static_cast<sleeper*>(&own), static_cast<sleeper*>(&pooled)}) {
    const int before = a->turns();
    for (int i = 0; i < 20; ++i) a->turns();
    CHECK(a->turns() >= before + 20);
    // A handler that lets it rest keeps it from being called at all.
    const int resting = a->turns_then_rest();
    for (int i = 0; i < 20; ++i) CHECK(a->turns_then_rest() == resting);
  }
}

TEST_CASE("a process that rests for a time is called when it has passed") {
  const support::deadline limit{"rest for a time"};
  actors::pool workers{1};
  actors::running<sleeper> own;
  actors::pooled<sleeper> pooled{workers};
  for (sleeper* a : {static_cast<sleeper*>(&own), static_cast<sleeper*>(&pooled)}) {
    a->sleep(24h);
    const int before = a->turns();
    for (int i = 0; i < 100; ++i) CHECK(a->turns() == before);
    a->sleep(1ms);
    while (a->turns() == before) std::this_thread::yield();
    a->sleep(24h);
    a->stop();
    a->join();
  }
}
