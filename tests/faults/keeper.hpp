// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>

#include <tests/faults/frail.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

namespace faults {

/// What a handler throws because it was told to.
struct refused : std::domain_error {
  refused() : std::domain_error{"a handler that has to throw, and says so at length"} {}
};

/// Keeps what it is given last. What fails in it where nobody waits is kept for who asks.
class keeper : public actors::actor {
 public:
  actors::actor_function<frail(frail)> put{
      this, [this](const frail& given) {
        kept_ = given;
        return kept_;
      }};
  actors::actor_method<void(frail)> input{this, [this](const frail& given) { kept_ = given; }};
  actors::actor_function<int()> kept{this, [this] { return kept_.value; }};
  actors::actor_function<frail(frail)> refuse{this, [](const frail&) -> frail { throw refused{}; }};
  actors::actor_function<frail(keeper*)> ask{
      this, [this](keeper* other) {
        kept_ = other->put(frail{2});
        return kept_;
      }};
  actors::actor_function<int(keeper*)> go_round{
      this, [this](keeper* other) { return other->go_round(this); }};

  /// Returns once all was handled that was sent before; throws what failed in that.
  void settle() {
    const spared here;
    if (const auto failure = last_failure_()) std::rethrow_exception(failure);
  }

 protected:
  void on_error(std::exception_ptr failure) override { failure_ = std::move(failure); }
  void on_undelivered(actors::undelivered&) override {}  // without a line for each failure

 private:
  actors::actor_function<std::exception_ptr()> last_failure_{
      this, [this] { return std::exchange(failure_, nullptr); }};

  frail kept_{1};
  std::exception_ptr failure_;
};

/// Has an outlet of each kind, and hands on what it is given.
class relay : public keeper {
 public:
  actors::late_bind<void(frail)> output;
  actors::late_bind_safe<void(frail)> safe{
      this, [this](const frail& given) { defaulted_ = given.value; }};
  actors::actor_method<void(frail)> input{this, [this](const frail& given) { output(given); }};
  actors::actor_method<void(frail)> input_safe{this, [this](const frail& given) { safe(given); }};
  actors::actor_function<int()> defaulted{this, [this] { return defaulted_; }};

 private:
  int defaulted_ = 0;
};

}  // namespace faults
