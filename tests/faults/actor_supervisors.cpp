// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <chrono>
#include <memory>
#include <thread>

using faults::frail;
using faults::in;
using faults::keeper;
using namespace std::chrono_literals;

namespace {

using house = faults::office<faults::with_threads>;

/// Is ended by what fails in it where nobody waits.
class child : public keeper {
 public:
  actors::actor_method<void()> fail{this, [] { throw faults::refused{}; }};

 private:
  void on_error(std::exception_ptr) override { stop_now(); }
};

constexpr auto make = [] { return std::make_unique<actors::running<child>>(); };

/// Asks a child until it is one that is not at its end. Throws what has ended the supervisor.
template <std::size_t I, class Supervisor>
int ask(Supervisor& of) {
  for (;; std::this_thread::yield()) {
    if (of.failure()) std::rethrow_exception(of.failure());
    try {
      return of.template get<I>()->put(frail{2}).value;
    } catch (const actors::actor_stopped&) {
      // Another one will be in its place.
    }
  }
}

}  // namespace

TEST_CASE("a supervisor that fails at any point keeps its children, or ends them and says why") {
  faults::play({
      in<house>("children are made, called and ended",
                [](house& here) {
                  auto head = actors::supervise({.at_most = 3, .within = 1h}, make, make);
                  const int got = ask<1>(*head);
                  actors::drain(*head);
                  here.result = head->get<0>()->stopping() && head->get<1>()->stopping() ? got : 0;
                })
          .everywhere(),
      in<house>("a child that fails is made anew",
                [](house& here) {
                  auto head = actors::supervise({.at_most = 3, .within = 1h}, make);
                  const auto first = head->get<0>();
                  first->fail();
                  first->join();
                  here.result = ask<0>(*head);
                })
          .everywhere(),
      in<house>("all are made anew for one that fails",
                [](house& here) {
                  auto head = actors::supervise(
                      {.strategy = actors::restart::one_for_all, .at_most = 3, .within = 1h}, make,
                      make);
                  const auto first = head->get<0>();
                  head->get<1>()->fail();
                  first->join();
                  here.result = ask<0>(*head) + ask<1>(*head);
                })
          .everywhere(),
      in<house>("a child fails too often",
                [](house& here) {
                  auto head = actors::supervise({.at_most = 0, .within = 1h}, make);
                  const auto only = head->get<0>();
                  only->fail();
                  head->join();
                  try {
                    std::rethrow_exception(head->failure());
                  } catch (const actors::too_many_restarts&) {
                    here.result = only->stopping() ? 1 : 0;
                  }
                })
          .everywhere(),
  });
}
