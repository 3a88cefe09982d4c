// SPDX-License-Identifier: BSL-1.0
#pragma once

// The actors that the stress tests are made with.
#include <actors/actors.hpp>

#include <tests/support/dice.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <boost/thread/thread.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

namespace stress {

/// Its thread gives way at random wherever it touches what threads share, in programs with the
/// schedule hook.
class shaken_actor : public actors::actor {
 protected:
  void on_start() override {
    static std::atomic<int> threads{100};
    static thread_local const support::dice luck{++threads};
  }
  void on_undelivered(actors::undelivered&) override {}
};

/// Threads that give way at random as well: body(thread, dice).
template <class Body>
void in_shaken_threads(int threads, Body body) {
  support::in_threads(threads, [&](int i) {
    support::dice luck{i};
    body(i, luck);
  });
}

/// Its data is plain, so that ThreadSanitizer judges every edge from one message to the next.
class shaken_account : public shaken_actor {
 public:
  explicit shaken_account(long initial = 0) : balance{initial} {}

  actors::actor_function<long(long)> withdraw{
      this, [this](long n) {
        const alone here{*this};
        if (balance < n) throw std::out_of_range{"funds"};
        balance -= n;
        return n;
      }};
  actors::actor_function<long(long)> deposit{
      this, [this](long n) {
        const alone here{*this};
        return balance += n;
      }};
  actors::actor_method<void(long)> credit{
      this, [this](long n) {
        const alone here{*this};
        balance += n;
      }};
  actors::actor_method<void(long)> debit{
      this, [this](long n) {
        if (balance < n) throw std::out_of_range{"funds"};
        balance -= n;
      }};
  actors::actor_function<void(int, int)> ask_note{this, [this](int who, int k) { note(who, k); }};
  actors::actor_method<void(int, int)> tell_note{this, [this](int who, int k) { note(who, k); }};
  actors::actor_function<void(std::chrono::microseconds)> nap{
      this, [](std::chrono::microseconds t) {
        boost::this_thread::sleep_for(boost::chrono::microseconds{t.count()});
      }};
  actors::actor_function<void()> halt{this, [this] { stop_now(); }};
  actors::actor_method<void()> tell_halt{this, [this] { stop_now(); }};

  std::array<int, 8> last{};
  bool in_order = true;
  bool was_alone = true;
  int errors = 0;
  std::atomic<int>* ends = nullptr;
  bool ended = false;

 protected:
  void on_error(std::exception_ptr) override { ++errors; }
  void on_stop() override {
    if (ends) ++*ends;
    ended = true;
  }

 private:
  struct alone {
    explicit alone(shaken_account& a) : self{a} {
      if (self.inside++ != 0) self.was_alone = false;
    }
    ~alone() { --self.inside; }
    shaken_account& self;
  };
  void note(int who, int k) {
    const alone here{*this};
    int& before = last[static_cast<std::size_t>(who)];
    if (k != before + 1) in_order = false;
    before = k;
  }

  long balance;
  int inside = 0;
};

// How a stress test holds its actors: Holder::make<A>(arguments of A).

struct own_threads {
  template <class A, class... Args>
  static std::unique_ptr<A> make(Args&&... args) {
    return std::make_unique<actors::running<A>>(std::forward<Args>(args)...);
  }
};

/// More workers than some tests block by means that a pool does not see.
inline actors::pool& workers() {
  static actors::pool all{6};
  return all;
}

/// Served by workers and by callers.
struct pool_and_callers {
  template <class A, class... Args>
  static std::unique_ptr<A> make(Args&&... args) {
    return std::make_unique<actors::pooled<A>>(workers(), std::forward<Args>(args)...);
  }
};

/// Served by workers alone.
struct pool_alone {
  template <class A, class... Args>
  static std::unique_ptr<A> make(Args&&... args) {
    return std::make_unique<actors::pooled<A>>(
        workers(), actors::options{.on_callers = false}, std::forward<Args>(args)...);
  }
};

class shaken_partner : public shaken_actor {
 public:
  shaken_partner* other = nullptr;
  shaken_account* money = nullptr;
  support::gate* meeting = nullptr;
  actors::actor_function<int(int)> go{this, [this](int depth) {
                                        if (meeting) meeting->pass();
                                        return depth > 0 ? other->go(depth - 1) : 7;
                                      }};
  actors::actor_function<long(long)> via{
      this, [this](long n) {
        money->credit(0);
        return money->deposit(n);
      }};
};

class shaken_caller : public shaken_actor {
 public:
  actors::actor_function<void(std::function<void()>*)> run{
      this, [](std::function<void()>* f) { (*f)(); }};
};

}  // namespace stress
