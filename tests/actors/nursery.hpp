// SPDX-License-Identifier: BSL-1.0
#pragma once

// The children that supervisors have in tests.
#include <actors/actors.hpp>

#include <tests/support/gate.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace nursery {

/// What happened to children, in order.
class diary {
 public:
  void write(const std::string& line) {
    const std::lock_guard lock{mutex_};
    lines_ += (lines_.empty() ? "" : ", ") + line;
  }
  std::string take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::string lines_;  // guarded by mutex_
};

class worker : public actors::actor {
 public:
  worker(diary& to, std::string name) : to_{to}, name_{std::move(name)} { to_.write('+' + name_); }
  actors::actor_method<void()> fail{this, [] { throw std::runtime_error{"as asked"}; }};
  actors::actor_method<void(support::gate*)> hold{this, [](support::gate* g) { g->pass(); }};
  actors::actor_method<void(std::string)> say{this, [this](const std::string& s) { to_.write(s); }};
  actors::actor_function<void()> ready{this, [] {}};
  actors::actor_function<int()> count{this, [this] { return ++count_; }};

 protected:
  void on_stop() override { to_.write('-' + name_); }
  void on_error(std::exception_ptr) override { stop_now(); }

 private:
  diary& to_;
  std::string name_;
  int count_ = 0;
};

using hired = std::unique_ptr<actors::running<worker>>;

inline auto hire(diary& to, std::string name) {
  return [&to, name] {
    auto one = std::make_unique<actors::running<worker>>(to, name);
    one->ready();  // on_stop() runs from now on
    return one;
  };
}

/// Lets child I fail, and waits until there is another one in its place.
template <std::size_t I, class Supervisor>
void let_fail(Supervisor& head) {
  const auto before = head.template get<I>();
  before->fail();
  while (head.template get<I>() == before) std::this_thread::yield();
}

}  // namespace nursery
