// SPDX-License-Identifier: BSL-1.0
// Two threads at one actor, in every order of their steps that one change of turn each can give.
#include <actors/actors.hpp>

#include <actors/runtime/ask.hpp>
#include <actors/runtime/end_watch.hpp>
#include <actors/runtime/promised_call.hpp>
#include <tests/actors/puppet.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/interleavings.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>

using namespace puppets;
using support::for_each_interleaving;

namespace {

/// A puppet that has been started, anew for each order.
struct stage {
  void prepare() {
    p.reset();
    by.emplace();
    p.emplace(*by);
    p->start();
  }
  /// Serves the puppet where it was handed to its executor after it had become idle.
  void serve_what_was_handed_over() {
    if (idle && by->readied > 0) p->serve();
  }

  std::optional<nobody> by;
  std::optional<puppet> p;
  bool idle = false;
};

/// An idle puppet that its callers may serve, anew for each order.
struct open_stage {
  void prepare() {
    p.reset();
    by.emplace();
    p = puppet::idle(*by);
  }
  /// Has the letter written down: in place where it is idle, and otherwise by whoever serves it, as
  /// nobody here may sleep. False: it has been told to stop.
  bool ask(char c) {
    if (!p->claim()) return p->say(c);
    auto body = [&] { p->said += c; };
    actors::runtime::ask_in_place(*p, body);
    return true;
  }
  /// Serves it if it was handed to its executor.
  void serve_what_was_handed_over() {
    if (by->readied > 0 && !p->closed()) p->serve();
  }
  [[nodiscard]] bool is_idle() {
    const bool was = p->claim();
    if (was) p->let_go();
    return was;
  }

  std::optional<nobody> by;
  std::unique_ptr<puppet> p;
};

}  // namespace

TEST_CASE(
    "a message that comes while the actor becomes idle is handled, now or when it is served "
    "again") {
  const support::deadline limit{"no message is lost"};
  stage s;
  const int orders = for_each_interleaving(
      [&] { s.prepare(); }, [&] { s.idle = !s.p->serve(); }, [&] { s.p->say('a'); },
      [&] {
        CHECK(s.by->readied == (s.p->said == "(" ? 1 : 0));
        s.serve_what_was_handed_over();
        CHECK(s.p->said == "(a");
      });
  CHECK(orders > 10);
}

TEST_CASE("what was sent before stop is handled, whatever the actor is doing when it is told") {
  const support::deadline limit{"stop loses nothing"};
  stage s;
  for_each_interleaving(
      [&] { s.prepare(); }, [&] { s.idle = !s.p->serve(); },
      [&] {
        s.p->say('a');
        s.p->stop();
      },
      [&] {
        s.serve_what_was_handed_over();
        CHECK(s.p->said == "(a)");
        CHECK(s.p->closed());
      });
}

TEST_CASE("stop_now closes an actor whatever it is doing, and leaves no message without an end") {
  const support::deadline limit{"stop_now closes"};
  stage s;
  for_each_interleaving(
      [&] { s.prepare(); }, [&] { s.idle = !s.p->serve(); },
      [&] {
        s.p->say('a');
        s.p->stop_now();
      },
      [&] {
        s.serve_what_was_handed_over();
        CHECK(s.p->closed());
        // Handled, or undelivered; before on_start it has no on_stop either.
        const std::string& said = s.p->said;
        CHECK((said == "(a)" || said == "(1)" || said == "1"));
      });
}

TEST_CASE("a call is handled or cancelled, whoever comes first") {
  const support::deadline limit{"handled or cancelled"};
  stage s;
  int handled = 0;
  auto body = [&] { return ++handled; };
  using call = actors::runtime::promised_body<int, decltype(body)>;
  actors::runtime::slot_hold<call> slot;
  boost::future<int> answer;
  bool cancelled = false;
  for_each_interleaving(
      [&] {
        s.prepare();
        handled = 0;
        slot.reset(std::make_unique<call>(body).release());
        answer = slot->future();
        CHECK(s.p->send_shared(*slot));
      },
      [&] { s.p->serve(); }, [&] { cancelled = slot->cancel(); },
      [&] {
        CHECK(handled == (cancelled ? 0 : 1));
        if (cancelled) {
          CHECK_THROWS_AS(answer.get(), actors::call_cancelled);
        } else {
          CHECK(answer.get() == 1);
        }
      });
}

TEST_CASE("what comes while a caller serves the actor is handled, and the actor is idle then") {
  const support::deadline limit{"nothing is lost"};
  for (const bool both_ask : {false, true}) {
    open_stage s;
    const int orders = for_each_interleaving(
        [&] { s.prepare(); }, [&] { s.ask('a'); }, [&] { both_ask ? s.ask('b') : s.p->say('b'); },
        [&] {
          s.serve_what_was_handed_over();
          CHECK((s.p->said == "ab" || s.p->said == "ba"));
          CHECK(s.is_idle());
        });
    CHECK(orders > 5);
  }
}

TEST_CASE("a caller meets a stop: it is answered or refused, and the actor closes") {
  const support::deadline limit{"the actor closes"};
  for (const bool at_once : {false, true}) {
    open_stage s;
    bool answered = false;
    for_each_interleaving(
        [&] { s.prepare(); }, [&] { answered = s.ask('a'); },
        [&] { at_once ? s.p->stop_now() : s.p->stop(); },
        [&] {
          s.serve_what_was_handed_over();
          CHECK(s.p->said == (answered ? "a" : ""));
          CHECK(s.p->closed());
        });
  }
}

TEST_CASE("a watch that comes while the actor closes is told once") {
  const support::deadline limit{"the watch is told"};
  struct told final : actors::runtime::end_watch {
    void ended(const std::exception_ptr&) noexcept override { ++times; }
    int times = 0;
  };
  open_stage s;
  std::optional<told> watch;
  for_each_interleaving(
      [&] {
        s.prepare();
        watch.emplace();
      },
      [&] { s.p->stop(); }, [&] { s.p->watch_end(*watch); },
      [&] {
        s.serve_what_was_handed_over();
        CHECK(s.p->closed());
        CHECK(watch->times == 1);
      });
}
