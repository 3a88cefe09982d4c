// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/tell.hpp>
#include <actors/undelivered.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace puppets {

using actors::runtime::actor_core;
using actors::runtime::clock;
using actors::runtime::executor;
using actors::runtime::tell;

/// Counts what an executor is asked for, and has no thread.
class nobody final : public executor {
 public:
  void start(actor_core&) override {
    if (fails) throw std::runtime_error{"no thread to be had"};
    ++started;
  }
  void ready(actor_core&) noexcept override { ++readied; }
  void interrupt() noexcept override { ++interrupted; }
  void wake_at(actor_core&, clock::time_point) override {}
  void cancel_wake_up(actor_core&) noexcept override {}

  bool fails = false;
  int started = 0;
  int readied = 0;
  int interrupted = 0;
};

/// An actor that the test itself serves. Writes down what happens to it: a letter for each message
/// and hook.
class puppet final : public actor_core {
 public:
  explicit puppet(executor& by) { serve_by(by, {}, {}); }
  /// One that its callers may serve, and idle.
  static std::unique_ptr<puppet> idle(executor& by) {
    auto made = std::make_unique<puppet>();
    made->serve_by(by, {.on_callers = true}, {.start = false, .process = false, .stop = false});
    made->begin();
    static_cast<void>(made->settle());
    return made;
  }
  puppet() = default;
  ~puppet() override {
    if (closed()) return;
    stop_now();
    serve();
  }
  void start() { begin(); }
  using actor_core::closed;

  bool say(char c) {
    auto body = [this, c] { said += c; };
    auto sent = std::make_unique<tell<decltype(body)>>(body);
    if (!send(*sent)) return false;
    static_cast<void>(sent.release());
    return true;
  }

  std::string said;
  int turns = 0;

 protected:
  void on_start() override { said += '('; }
  bool process() override {
    if (turns == 0) {
      never_process();
      return true;
    }
    said += '.';
    return --turns > 0;
  }
  void on_stop() override { said += ')'; }
  void on_error(std::exception_ptr) override { said += '!'; }
  void on_undelivered(actors::undelivered& left) override { said += std::to_string(left.size()); }
};

}  // namespace puppets
