// SPDX-License-Identifier: BSL-1.0
// The making, the start, the stop and the end of actors.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <vector>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::scene;

namespace {

/// Is ended by what its handlers, its start and its end throw.
class brittle : public keeper {
 public:
  explicit brittle(bool fails_at_once = false) : fails_at_once_{fails_at_once} {}

  actors::actor_method<void()> fail{this, [] { throw faults::refused{}; }};

 private:
  void on_start() override {
    if (fails_at_once_) throw faults::refused{};
  }
  void on_error(std::exception_ptr) override { stop_now(); }

  bool fails_at_once_;
};

/// What was left over by the end of an actor.
struct leftover {
  int kept = 0;
  std::exception_ptr failure;
};

/// Handles what its end would have left over.
class careful : public keeper {
 public:
  explicit careful(leftover& left) : left_{left} {}

 private:
  void on_undelivered(actors::undelivered& messages) override {
    while (messages.run_next()) {
    }
    left_.kept = kept();
  }
  void on_error(std::exception_ptr failure) override { left_.failure = std::move(failure); }

  leftover& left_;
};

/// What has ended an actor: 1, what it was told to throw. Throws what else it was.
int end_of(const actors::actor& one) {
  try {
    if (one.failure()) std::rethrow_exception(one.failure());
  } catch (const faults::refused&) {
    return 1;
  }
  return 2;
}

template <class Answer>
bool is_refused(Answer& answer) {
  try {
    static_cast<void>(answer.get());
  } catch (const actors::actor_stopped&) {
    return true;
  }
  return false;
}

template <class Place>
std::vector<scene> beginnings() {
  using at = office<Place>;
  return {
      in<at>("an actor is made, called, stopped and joined",
             [](at& here) {
               const auto made = here.template make<keeper>();
               const int got = made->put(frail{2}).value;
               made->stop();
               made->join();
               here.result = got;
             }),
      in<at>("an actor with a limit is made, called and destroyed",
             [](at& here) {
               const auto made = here.template make<keeper>(actors::options{.mailbox_limit = 9});
               here.result = made->put(frail{2}).value;
             }),
      in<at>("calls wait for the start",
             [](at& here) {
               const auto made = here.template make_deferred<keeper>();
               made->input(frail{3});
               auto answer = made->put.async(frail{2});
               actors::start(*made);
               here.go_on();
               here.result = answer.get().value + made->kept();
             }),
      in<at>("several are started, and drained",
             [](at& here) {
               const auto first = here.template make_deferred<keeper>();
               const auto second = here.template make_deferred<keeper>();
               actors::start(*first, *second);
               first->input(frail{2});
               actors::drain(*first, *second);
               here.result = first->stopping() && second->stopping() ? 1 : 0;
             }),
      in<at>("the start of an actor throws",
             [](at& here) {
               const auto made = here.template make<brittle>(true);
               made->join();
               here.result = end_of(*made);
             }),
  };
}

template <class Place>
std::vector<scene> ends() {
  using at = office<Place>;
  return {
      in<at>("a call comes after the stop",
             [](at& here) {
               const auto made = here.template make<keeper>();
               made->stop_now();
               try {
                 auto answer = made->put.async(frail{2});
                 here.result = is_refused(answer) ? 1 : 0;
               } catch (const actors::actor_stopped&) {
                 here.result = 1;
               }
             }),
      in<at>("calls are left by an actor that never begins",
             [](at& here) {
               auto made = here.template make_deferred<keeper>();
               auto first = made->put.async(frail{2});
               auto second = made->put.cancellable(frail{2});
               made->input(frail{3});
               made = nullptr;
               here.result = is_refused(first) && is_refused(second.future()) ? 1 : 0;
             }),
      in<at>("messages are handled in spite of the stop",
             [](at& here) {
               leftover left;
               const auto made = here.template make_deferred<careful>(left);
               made->input(frail{2});
               made->input(frail{3});
               made->stop_now();
               if (left.failure) std::rethrow_exception(left.failure);
               here.result = left.kept;
             }),
      in<at>("a handler throws, which ends the actor",
             [](at& here) {
               const auto made = here.template make<brittle>();
               made->fail();
               made->join();
               here.result = end_of(*made);
             }),
      in<at>("somebody is told of the end",
             [](at& here) {
               const auto told = std::make_shared<int>(0);
               const auto made = here.template make<keeper>();
               made->when_ended([told](const std::exception_ptr&) { *told = 1; });
               actors::drain(*made);
               made->when_ended([told](const std::exception_ptr&) { ++*told; });
               here.result = *told;
             }),
      in<at>("an end is waited for, in vain and then not",
             [](at& here) {
               const auto made = here.template make<keeper>();
               const bool too_soon = made->join_for(std::chrono::microseconds{10});
               made->stop();
               here.result = !too_soon && made->join_for(std::chrono::hours{1}) ? 1 : 0;
             }),
  };
}

}  // namespace

TEST_CASE_TEMPLATE("an actor whose making fails at any point does not come to be", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(beginnings<Place>());
}

TEST_CASE_TEMPLATE("an end that fails at any point can be repeated, and answers all", Place,
                   faults::rehearsing, faults::with_threads, faults::in_a_pool) {
  faults::play_at<Place>(ends<Place>());
}
