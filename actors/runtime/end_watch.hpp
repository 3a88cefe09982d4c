// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/log.hpp>
#include <actors/runtime/message.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace actors::runtime {

/// Something to be told once of the end of an actor; it destroys itself then.
class end_watch : public message {
 public:
  /// `failure` is what has ended the actor, null if it was stopped otherwise.
  virtual void ended(const std::exception_ptr& failure) noexcept = 0;

  void handle(actor_core&) noexcept final {}  // an actor keeps it until it ends
  void stopped() noexcept final {}

 protected:
  end_watch() : message{kind::watch} {}
  ~end_watch() = default;
};

/// Runs the body then.
template <class Body>
class end_call final : public end_watch {
 public:
  explicit end_call(Body body) : body_{std::move(body)} {}

  void ended(const std::exception_ptr& failure) noexcept override {
    const std::unique_ptr<end_call> mine{this};
    try {
      body_(failure);
    } catch (...) {
      // There is nobody else to tell.
      log_failure("when an actor ended", std::current_exception());
    }
  }

 private:
  Body body_;
};

/// What has ended an actor, kept as long as the actor is there.
class failure_note final : public message {
 public:
  explicit failure_note(std::exception_ptr of) : message{kind::join}, failure{std::move(of)} {}

  void handle(actor_core&) noexcept override {}
  void stopped() noexcept override {}

  const std::exception_ptr failure;
};

}  // namespace actors::runtime
