// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <tests/faults/frail.hpp>

#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

namespace faults {

/// What a handler throws because it was told to.
struct refused : std::domain_error {
  refused() : std::domain_error{"refused"} {}
};

/// Keeps what it is given last. What fails where nobody waits for it is kept for who asks.
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
  actors::actor_method<void()> fail{this, [] { throw refused{}; }};
  actors::actor_function<int(keeper*)> go_round{
      this, [this](keeper* other) { return other->go_round(this); }};
  actors::actor_function<std::exception_ptr()> last_error{
      this, [this] { return std::exchange(error_, nullptr); }};

  /// Once all has been handled that was sent before: throws what a handler has thrown.
  void settle() {
    const spared here;
    if (const auto error = last_error()) std::rethrow_exception(error);
  }

 private:
  void on_error(std::exception_ptr error) override { error_ = std::move(error); }

  frail kept_{1};
  std::exception_ptr error_;
};

/// Hands on what it is given.
class relay : public keeper {
 public:
  actors::late_bind<void(frail)> output;
  actors::late_bind_safe<void(frail)> safe{
      this, [this](const frail& given) { defaulted_.push_back(given.value); }};
  actors::actor_method<void(frail)> input{this, [this](const frail& given) { output(given); }};
  actors::actor_method<void(frail)> input_safe{this, [this](const frail& given) { safe(given); }};
  actors::actor_function<int()> defaulted{
      this, [this] { return static_cast<int>(defaulted_.size()); }};

 private:
  std::vector<int> defaulted_;
};

}  // namespace faults
