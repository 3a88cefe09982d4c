// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <actors/runtime/sanitizers.hpp>

#include <tests/faults/fault.hpp>
#include <tests/faults/keeper.hpp>
#include <tests/faults/run.hpp>
#include <tests/faults/scene.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace faults {

/// Actors that a rehearsal runs, all on the test's thread.
struct rehearsing {
  static constexpr const char* name = "rehearsed: ";
  static constexpr on where = on::this_thread;

  actors::rehearsal play{1};

  /// Has the actors do what they have to do: nobody else does.
  void go_on() { play.run(); }
  void use(keeper&) {}  // a rehearsal knows no other thread

  template <class A, class... Args>
  [[nodiscard]] auto make(Args&&... args) {
    return std::make_unique<actors::rehearsed<A>>(play, std::forward<Args>(args)...);
  }
  template <class A, class... Args>
  [[nodiscard]] auto make_deferred(Args&&... args) {
    return std::make_unique<actors::rehearsed<A>>(
        actors::defer_start, play, std::forward<Args>(args)...);
  }
};

/// Sends an actor each kind of call, none of which changes what it keeps.
inline void call_each_way(keeper& one) {
  const int now = one.kept();
  one.input(frail{now});
  static_cast<void>(one.put.async(frail{now}).get());
  static_cast<void>(one.put(frail{now}));
}

/// Actors with a thread each.
struct with_threads {
  static constexpr const char* name = "running: ";
  static constexpr on where = on::every_thread;

  void go_on() {}
  void use(keeper& one) { call_each_way(one); }

  template <class A, class... Args>
  [[nodiscard]] auto make(Args&&... args) {
    return std::make_unique<actors::running<A>>(std::forward<Args>(args)...);
  }
  template <class A, class... Args>
  [[nodiscard]] auto make_deferred(Args&&... args) {
    return std::make_unique<actors::running<A>>(actors::defer_start, std::forward<Args>(args)...);
  }
};

/// Actors on the threads of their callers and of a pool.
struct in_a_pool {
  static constexpr const char* name = "pooled: ";
  static constexpr on where = on::every_thread;

  actors::pool workers{2};

  void go_on() {}
  void use(keeper& one) { call_each_way(one); }

  template <class A, class... Args>
  [[nodiscard]] auto make(Args&&... args) {
    return std::make_unique<actors::pooled<A>>(workers, std::forward<Args>(args)...);
  }
  template <class A, class... Args>
  [[nodiscard]] auto make_deferred(Args&&... args) {
    return std::make_unique<actors::pooled<A>>(
        actors::defer_start, workers, std::forward<Args>(args)...);
  }
};

/// An actor that has got nothing yet, and how to make more of them.
template <class Place>
struct office : Place {
  decltype(std::declval<Place&>().template make<keeper>()) one = this->template make<keeper>();
  int result = 0;  // what the act has returned

  /// Asked by the thread that has made it, as a rehearsal knows no other.
  [[nodiscard]] std::string state() {
    this->go_on();
    one->settle();
    return std::to_string(one->kept());
  }
  void use() { Place::use(*one); }
};

/// The scenes as they are played with the actors of this place.
template <class Place>
void play_at(std::vector<scene> scenes) {
  for (scene& each : scenes) {
    each.where = Place::where;
    each.name = Place::name + each.name;
  }
  // GCC 12's ThreadSanitizer wakes nobody who waits for a static object whose making has failed. So
  // those of the library are made before the processes that fail are copied from this one.
  if constexpr (actors::runtime::thread_sanitizer)
    static_cast<void>(run_without_a_failure(scenes.front()));
  play(scenes);
}

}  // namespace faults
