// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>

#include <tests/support/gate.hpp>

#include <stdexcept>
#include <string>
#include <vector>

/// Keeps what it is sent, and says what happens to it.
class recorder : public actors::actor {
 public:
  actors::actor_method<void(int)> note{this, [this](int n) { noted.push_back(n); }};
  actors::actor_function<std::vector<int>()> all{this, [this] { return noted; }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::actor_function<void(support::gate*)> wait{this, [](support::gate* g) { g->pass(); }};
  actors::actor_method<void()> fail{this, [] { throw std::runtime_error{"as asked"}; }};
  actors::actor_method<void()> fail_oddly{this, [] { throw 7; }};
  actors::actor_function<int()> refuse{this, []() -> int { throw std::out_of_range{"as asked"}; }};
  actors::actor_function<void()> halt{this, [this] { stop(); }};
  actors::actor_function<void()> halt_now{this, [this] { stop_now(); }};
  actors::actor_function<void()> join_itself{this, [this] { join(); }};
  actors::actor_function<bool()> knows_itself{this, [this] { return on_own_thread(); }};

  std::vector<int> noted;
  std::size_t left = 0;

 protected:
  void on_undelivered(actors::undelivered& messages) override { left = messages.size(); }
};

/// Does not stop when a handler of it fails.
class stubborn : public recorder {
 public:
  std::vector<std::string> errors;
  actors::actor_function<std::vector<std::string>()> all_errors{this, [this] { return errors; }};

 protected:
  void on_error(std::exception_ptr failure) override {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      errors.emplace_back(e.what());
    } catch (...) {
      errors.emplace_back("odd");
    }
  }
};

inline std::vector<int> up_to(int n) {
  std::vector<int> numbers;
  for (int i = 0; i < n; ++i) numbers.push_back(i);
  return numbers;
}
