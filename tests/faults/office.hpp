// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <tests/faults/fault.hpp>
#include <tests/faults/keeper.hpp>

#include <memory>
#include <string>
#include <utility>

namespace faults {

/// Actors that a rehearsal runs, all on the test's thread.
struct rehearsing {
  actors::rehearsal play{1};

  /// Lets the actors do what they have got to do: nobody else does.
  void go_on() { play.run(); }

  template <class A, class... Args>
  [[nodiscard]] std::unique_ptr<actors::rehearsed<A>> make(Args&&... args) {
    return std::make_unique<actors::rehearsed<A>>(play, std::forward<Args>(args)...);
  }
};

/// Actors with a thread each.
struct with_threads {
  void go_on() {}
  template <class A, class... Args>
  [[nodiscard]] std::unique_ptr<actors::running<A>> make(Args&&... args) {
    return std::make_unique<actors::running<A>>(std::forward<Args>(args)...);
  }
};

/// Actors on the threads of their callers and of a pool.
struct in_a_pool {
  actors::pool workers{2};

  void go_on() {}

  template <class A, class... Args>
  [[nodiscard]] std::unique_ptr<actors::pooled<A>> make(Args&&... args) {
    return std::make_unique<actors::pooled<A>>(workers, std::forward<Args>(args)...);
  }
};

/// An actor that has got nothing yet, and how to make more of them.
template <class Place>
struct office : Place {
  decltype(std::declval<Place&>().template make<keeper>()) one = this->template make<keeper>();
  int result = 0;  // what the act has returned

  /// Used by the thread that has made it: a rehearsal knows no other.
  [[nodiscard]] std::string state() { return std::to_string(one->kept()); }
  void use() {}
};

}  // namespace faults
