// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/errors.hpp>
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/ask.hpp>
#include <actors/runtime/tell.hpp>
#include <actors/undelivered.hpp>

#include <tests/linearizable/mail_model.hpp>
#include <tests/linearizable/recorder.hpp>
#include <tests/linearizable/register_model.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace linearizable {

/// An actor that holds a number, and the two histories of its calls: of them as messages, and of
/// what they say of the number.
class clerk final : public actors::runtime::actor_core {
 public:
  /// The number of the calling thread in the histories.
  static inline thread_local int here = 0;

  clerk(actors::runtime::executor& by, actors::runtime::serving_kind kind, int callers)
      : mail{static_cast<std::size_t>(callers) + 1},
        calls{static_cast<std::size_t>(callers)},
        own_{callers} {
    serve_by(by, kind, {.start = false, .process = false, .stop = false});
    begin();
  }
  ~clerk() override { finish(); }

  /// Nobody waits for it: the call ends when it is handled.
  void set(int value) {
    auto& sent = mail.begin(here, {mail_model::operation::kind::send, value});
    auto& call = calls.begin(here, {false, value});
    auto body = [this, &call, value] {
      handle(value);
      calls.end(call, "done");
    };
    auto made = std::make_unique<actors::runtime::tell<decltype(body)>>(body);
    const bool is_taken = send(*made);
    if (is_taken) static_cast<void>(made.release());
    mail.end(sent, is_taken ? "done" : "refused");
    if (!is_taken) calls.end(call, "refused");
  }
  void exchange(int value) {
    auto& sent = mail.begin(here, {mail_model::operation::kind::send, value});
    auto& call = calls.begin(here, {true, value});
    std::string result = "refused";
    try {
      result = std::to_string(actors::runtime::ask(*this, [&] { return handle(value); }));
    } catch (const actors::actor_stopped&) {
    }
    calls.end(call, result);
    mail.end(sent, result == "refused" ? result : "done");
  }
  void stop_taking() {
    mail.record(here, {mail_model::operation::kind::stop}, [&] { return stop(), "done"; });
  }

  recorder<mail_model> mail;
  recorder<register_model> calls;

 protected:
  void on_start() override {}
  bool process() override { return false; }
  void on_stop() override {}
  void on_error(std::exception_ptr) override {}
  void on_undelivered(actors::undelivered&) override {}

 private:
  int handle(int value) {
    // In the name of the actor, whichever thread this is: its messages come one at a time.
    mail.record(own_, {mail_model::operation::kind::handle}, [&] { return std::to_string(value); });
    return std::exchange(held_, value);
  }

  const int own_;
  int held_ = 0;  // guarded by ownership
};

}  // namespace linearizable
