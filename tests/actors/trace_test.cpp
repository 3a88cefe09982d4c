// SPDX-License-Identifier: BSL-1.0
#include <actors/trace.hpp>

#include <actors/actors.hpp>
#include <actors/send_on_commit.hpp>
#include <stm/stm.hpp>
#include <tests/actors/call_log.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using actors::observing;

namespace {

using ids = std::vector<std::uint64_t>;

class front : public actors::actor {
 public:
  explicit front(recorder& back) : back_{back} {}
  actors::actor_function<void()> ask_and_tell{
      this, [this] {
        back_.all();
        back_.note(1);
      }};

 private:
  recorder& back_;
};

}  // namespace

TEST_CASE("an ask is seen when it is sent, begun and finished, also one in place") {
  actors::pool workers;
  actors::pooled<recorder> in_place{workers};
  actors::running<recorder> elsewhere;
  for (recorder* a : {static_cast<recorder*>(&in_place), static_cast<recorder*>(&elsewhere)}) {
    call_log log;
    const observing on{log};
    a->all();
    CHECK(log.text() == "sent 1, begun 1, finished 1");
    const auto first = log.all().front();
    CHECK(first.function == &a->all);
    CHECK(first.actor == dynamic_cast<const void*>(a));
    CHECK(first.parent == 0);
    CHECK(first.actor_name == "recorder");
  }
}

TEST_CASE("a tell, a call by async and one within a time are seen as an ask is") {
  actors::running<recorder> a;
  call_log log;
  {
    const observing on{log};
    a.note(1);
    a.all.async().get();
    a.all.within(1min);
    a.stop();
    a.join();
  }
  for (const std::uint64_t id : ids{1, 2, 3}) CHECK(log.text_of(id) == "sent, begun, finished");
}

TEST_CASE("a handler that throws is seen to fail, with what it has thrown") {
  actors::running<stubborn> a;
  call_log log;
  const observing on{log};
  CHECK_THROWS_AS(a.refuse(), std::out_of_range);
  a.fail();
  a.all();
  CHECK(log.text_of(1) == "sent, begun, failed: as asked");
  CHECK(log.text_of(2) == "sent, begun, failed: as asked");
  CHECK(log.text_of(3) == "sent, begun, finished");
}

TEST_CASE("a call made in a handler is seen as a child of the call it was made in") {
  actors::pool workers;
  actors::pooled<recorder> back{workers};
  actors::pooled<front> middle{workers, back};
  call_log log;
  const observing on{log};
  middle.ask_and_tell();
  back.all();
  CHECK(log.parent_of(1) == 0);
  CHECK(log.parent_of(2) == 1);
  CHECK(log.parent_of(3) == 1);
  CHECK(log.parent_of(4) == 0);
}

TEST_CASE("who observes twice still does when one of the two ends") {
  actors::running<recorder> a;
  call_log log;
  const observing on{log};
  { const observing again{log}; }
  a.all();
  CHECK(log.text() == "sent 1, begun 1, finished 1");
}

TEST_CASE("a call that is refused is seen to be dropped") {
  actors::running<recorder> a;
  a.stop();
  a.join();
  call_log log;
  const observing on{log};
  CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  CHECK_THROWS_AS(a.all(), actors::actor_stopped);
  CHECK_THROWS_AS(static_cast<void>(a.all.async()), actors::actor_stopped);
  for (const std::uint64_t id : ids{1, 2, 3}) CHECK(log.text_of(id) == "sent, dropped");
}

TEST_CASE("what stop_now leaves over and what is cancelled is seen to be dropped") {
  support::gate closed;
  call_log log;
  {
    const observing on{log};
    actors::running<recorder> a;
    a.hold(&closed);
    closed.wait_for();
    a.note(1);
    auto taken_back = a.all.cancellable();
    CHECK(taken_back.cancel());
    auto left_over = a.all.async();
    a.stop_now();
    a.join();
    CHECK_THROWS_AS(left_over.get(), actors::actor_stopped);
  }
  CHECK(log.text_of(1) == "sent, begun, failed");
  for (const std::uint64_t id : ids{2, 3, 4}) CHECK(log.text_of(id) == "sent, dropped");
}

TEST_CASE("a call on commit is seen when it is sent, not when it is asked for") {
  actors::running<recorder> a;
  call_log log;
  const observing on{log};
  stm::atomically([&](stm::transaction& tx) {
    actors::send_on_commit(tx, a.note, 1);
    CHECK(log.text() == "");
  });
  a.all();
  CHECK(log.text_of(1) == "sent, begun, finished");
}

TEST_CASE("a call through an outlet is seen as a call of what the outlet leads to") {
  actors::running<recorder> a;
  actors::late_bind<void(int)> outlet;
  outlet.bind(a.note);
  call_log log;
  const observing on{log};
  outlet(1);
  CHECK(log.all().front().function == &a.note);
}

TEST_CASE("a default body is seen as a call of its outlet") {
  actors::running<recorder> a;
  actors::late_bind_safe<void(int)> outlet{&a, [](int) {}};
  call_log log;
  const observing on{log};
  outlet(1);
  a.all();
  CHECK(log.text_of(1) == "sent, begun, finished");
  CHECK(log.all().front().function == &outlet);
}

TEST_CASE("a call goes to nobody's ears before somebody observes, nor after") {
  actors::running<recorder> a;
  call_log log;
  a.note(1);
  a.all();
  {
    const observing on{log};
    a.all();
  }
  a.all();
  CHECK(log.text() == "sent 1, begun 1, finished 1");
}

TEST_CASE("all who observe see all") {
  actors::running<recorder> a;
  call_log one, other;
  const observing first{one};
  {
    const observing second{other};
    a.all();
  }
  a.all();
  CHECK(one.text() == "sent 1, begun 1, finished 1, sent 2, begun 2, finished 2");
  CHECK(other.text() == "sent 1, begun 1, finished 1");
}

TEST_CASE("an event comes on the thread on which it happens, at a time that does not run back") {
  actors::running<recorder> a;
  call_log log;
  const observing on{log};
  a.all();
  const auto seen = log.all();
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].thread == std::this_thread::get_id());
  CHECK(seen[1].thread != std::this_thread::get_id());
  CHECK(seen[2].thread == seen[1].thread);
  CHECK(seen[0].time <= seen[1].time);
  CHECK(seen[1].time <= seen[2].time);
}

TEST_CASE("an observer may tell actors what it sees, which is not observed") {
  class teller final : public actors::call_observer {
   public:
    explicit teller(recorder& to) : to_{to} {}
    void see(const actors::trace_event& event) noexcept override {
      to_.note(static_cast<int>(event.what));
    }

   private:
    recorder& to_;
  };
  actors::running<recorder> told, a;
  teller tells{told};
  std::optional<observing> on{tells};
  a.all();
  on.reset();
  CHECK(told.all() == up_to(3));
}

TEST_CASE("under many threads each call is seen once from its sending to its end") {
  const support::deadline limit{"every call is seen"};
  constexpr int threads = 4, calls = 500;
  actors::pool workers;
  actors::pooled<recorder> back{workers};
  actors::pooled<front> middle{workers, back};
  call_log log;
  {
    const observing on{log};
    std::vector<std::thread> callers;
    for (int t = 0; t < threads; ++t) {
      callers.emplace_back([&] {
        for (int i = 0; i < calls; ++i) middle.ask_and_tell();
      });
    }
    for (std::thread& each : callers) each.join();
    back.stop();
    back.join();
  }
  int whole = 0;
  for (const auto& [id, life] : log.lives()) whole += life == "sent, begun, finished";
  CHECK(whole == 3 * threads * calls);
  CHECK(log.lives().size() == static_cast<std::size_t>(whole));
}
